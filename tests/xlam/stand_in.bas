Attribute VB_Name = "xlwings"
Option Explicit

' In the place of xlwings' module, which LibreOffice cannot read: it takes every branch of an #If.
' The command goes to a file, a program is started, and nobody waits.
Public Const COMMAND_FILE As String = ""
Public Const PROGRAM As String = ""

Public Function RunPython(PythonCommand As String)
    Dim number As Integer
    number = FreeFile
    Open COMMAND_FILE For Output As #number
    Print #number, PythonCommand
    Close #number
    Shell PROGRAM, 0, """" & ActiveWorkbook.Name & """", False
End Function

Public Function GetConfig(configKey As String, Optional default As String = "") As String
    GetConfig = default
End Function

Public Function FileExists(path As String) As Boolean
    FileExists = True
End Function

' For a macro, LibreOffice takes the document that holds it for the active one: here it is the
' workbook beside the add-in; Nothing where there is none.
Public Function ActiveWorkbook() As Object
    Dim one As Object
    For Each one In Workbooks
        If one.Name <> ThisWorkbook.Name Then Set ActiveWorkbook = one
    Next one
End Function
