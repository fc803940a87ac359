Attribute VB_Name = "VmboxButtons"
Option Explicit

' The buttons of the ribbon tab "Box score": each runs the function of vmbox.addin that has its
' name. What a button does is written in Python; here is only the way there, by RunPython of
' xlwings, and what must be said when that way is blocked.

' Building the add-in writes the versions here that it is built with.
Public Const VMBOX_VERSION As String = "0"
Public Const VMBOX_XLWINGS As String = "0"

Public Sub Vmbox_new_workbook(control As IRibbonControl)
    RunVmbox "new_workbook"
End Sub

Public Sub Vmbox_check(control As IRibbonControl)
    RunVmbox "check"
End Sub

Public Sub Vmbox_medians(control As IRibbonControl)
    RunVmbox "medians"
End Sub

Public Sub Vmbox_accept_median(control As IRibbonControl)
    RunVmbox "accept_median"
End Sub

Public Sub Vmbox_shifts(control As IRibbonControl)
    RunVmbox "shifts"
End Sub

Public Sub Vmbox_cost_refresh(control As IRibbonControl)
    RunVmbox "cost_refresh"
End Sub

Public Sub Vmbox_cost_per_patient(control As IRibbonControl)
    RunVmbox "cost_per_patient"
End Sub

Public Sub Vmbox_add_weeks(control As IRibbonControl)
    RunVmbox "add_weeks"
End Sub

Public Sub Vmbox_redraw_charts(control As IRibbonControl)
    RunVmbox "redraw_charts"
End Sub

Public Sub Vmbox_board_report(control As IRibbonControl)
    RunVmbox "board_report"
End Sub

Public Sub Vmbox_undo_last(control As IRibbonControl)
    RunVmbox "undo_last"
End Sub

Public Sub Vmbox_show_help(control As IRibbonControl)
    RunVmbox "show_help"
End Sub

Public Sub Vmbox_about(control As IRibbonControl)
    RunVmbox "about"
End Sub

' ---------------------------------------------------------------- what Python asks Excel for

' What a person types; "" when it is nothing, or when the person cancels.
Public Function VmboxAskText(ByVal prompt As String, ByVal title As String, _
        ByVal default As String) As String
    VmboxAskText = InputBox(prompt, title, default)
End Function

' The file that a person chooses; "" when the person cancels. Excel for Mac offers every file:
' its own kind of filter names types that no CSV has.
Public Function VmboxAskFile(ByVal title As String, ByVal fileFilter As String) As String
    Dim chosen As Variant
    If OnMac() Then
        chosen = Application.GetOpenFilename()
    Else
        chosen = Application.GetOpenFilename(FileFilter:=fileFilter, Title:=title)
    End If
    If VarType(chosen) = vbString Then VmboxAskFile = chosen
End Function

' The sheets of a workbook: name, whether it is shown, the cells in use; a line each. Python
' would ask for each fact of each by itself, from one program to another.
Public Function VmboxSheets(book As String) As String
    Dim one As Worksheet
    For Each one In Workbooks(book).Worksheets
        VmboxSheets = VmboxSheets & one.Name & vbTab & CLng(one.Visible) & vbTab & _
            one.UsedRange.Address & vbLf
    Next one
End Function

' The Tables of a workbook: name, sheet, cells, whether it shows totals; a line each.
Public Function VmboxTables(book As String) As String
    Dim sheet As Worksheet, one As ListObject
    For Each sheet In Workbooks(book).Worksheets
        For Each one In sheet.ListObjects
            VmboxTables = VmboxTables & one.Name & vbTab & sheet.Name & vbTab & _
                one.Range.Address & vbTab & CLng(one.ShowTotals) & vbLf
        Next one
    Next sheet
End Function

' The defined names of a workbook: name, what it stands for; a line each.
Public Function VmboxNames(book As String) As String
    Dim one As Name
    For Each one In Workbooks(book).Names
        VmboxNames = VmboxNames & one.Name & vbTab & _
            Replace(Replace(one.RefersTo, vbLf, " "), vbTab, " ") & vbLf
    Next one
End Function

' ---------------------------------------------------------------- the way to Python

Private Sub RunVmbox(button As String)
    Dim why As String
    On Error GoTo Failed
    If button = "new_workbook" And ActiveWorkbook Is Nothing Then Workbooks.Add
    why = WhyNot()
    If why = "" Then
        RunPython SameVersions() & "import vmbox.addin; vmbox.addin." & button & "()"
    Else
        MsgBox why, vbExclamation, "Box score"
    End If
    Exit Sub
Failed:
    MsgBox "Python could not be started: " & Err.Description & vbNewLine & vbNewLine & _
        "In a terminal, type: vmbox addin doctor", vbExclamation, "Box score"
End Sub

' Why a button cannot run, and what to do; "" when it can.
Private Function WhyNot() As String
    Dim python As String
    If ActiveWorkbook Is Nothing Then
        WhyNot = "No workbook is open for changes. Open one. If a bar says Protected View, " & _
            "click Enable Editing first."
        Exit Function
    End If
    If BringsSettings() Then
        WhyNot = "This workbook brings settings or code for Python of its own: a sheet named " & _
            "vmbox.conf, or one whose name ends in .py. Rename or delete that sheet if you " & _
            "trust the workbook."
    ElseIf OnMac() And HasAny(ActiveWorkbook.FullName, """$`\|") Then
        WhyNot = "The name of this workbook, or of a folder that it is in, has one of these " & _
            "characters, which no button can work with: "" $ ` \ |" & vbNewLine & "Rename it."
    ElseIf Not OnMac() Then
        python = GetConfig("INTERPRETER_WIN", "")
        If InStr(python, "\") > 0 And Not FileExists(python) Then
            WhyNot = "Python is not where this add-in expects it: " & python & vbNewLine & _
                vbNewLine & "In a terminal, type: vmbox addin install" & vbNewLine & _
                "Or tell whoever looks after your computer."
        End If
    End If
End Function

' A workbook could name a program to run in such a sheet, where xlwings would look for settings.
Private Function BringsSettings() As Boolean
    Dim one As Object
    For Each one In ActiveWorkbook.Worksheets
        If LCase(one.Name) = "vmbox.conf" Or LCase(Right(one.Name, 3)) = ".py" Then
            BringsSettings = True
        End If
    Next one
End Function

' Python that stops, with a message in words, unless the versions are those of this add-in. It
' stands on a command line in double quotes: no double quote, %, $, `, \ or | may be in it.
Private Function SameVersions() As String
    SameVersions = "import sys; from importlib.util import find_spec; " & _
        "cure = '. Close Excel. Then type in a terminal: ' + chr(34) + sys.executable + chr(34) + " & _
        "' -m vmbox addin install'; " & _
        "find_spec('vmbox') or sys.exit('vmbox is not installed in ' + sys.executable + " & _
        "'. Install it there, as its README says.'); " & _
        SameVersion("vmbox", VMBOX_VERSION) & SameVersion("xlwings", VMBOX_XLWINGS)
End Function

Private Function SameVersion(package As String, version As String) As String
    SameVersion = "import " & package & "; " & package & ".__version__ == '" & version & _
        "' or sys.exit('This add-in is of " & package & " " & version & ", but Python has ' + " & _
        package & ".__version__ + cure); "
End Function

Private Function HasAny(text As String, characters As String) As Boolean
    Dim i As Integer
    For i = 1 To Len(characters)
        If InStr(text, Mid(characters, i, 1)) > 0 Then HasAny = True
    Next i
End Function

Private Function OnMac() As Boolean
    OnMac = InStr(1, Application.OperatingSystem, "Mac", vbTextCompare) > 0
End Function
