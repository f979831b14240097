; The installer for Windows. It takes the folder of the archive for Windows, unpacked:
;
;   makensis -DVERSION=1.2.3 -DSOURCE=goeswith-1.2.3-x86_64-pc-windows-msvc -DOUTPUT=goeswith-1.2.3-setup.exe goeswith.nsi
;
; Silent, for one person or for everybody on the computer, wherever wanted (/D comes last and has no quotes):
;
;   goeswith-1.2.3-setup.exe /S /CurrentUser
;   goeswith-1.2.3-setup.exe /S /AllUsers /D=C:\Program Files\goeswith
;   "C:\Program Files\goeswith\uninstall.exe" /S
;
; Exit code 0 is done, 5 is that goeswith is open, anything else is not installed. Sales, catalogs and settings lie
; elsewhere (README.md, "Where files lie") and are never touched: an older or newer program finds them as they were.

!ifndef VERSION | SOURCE | OUTPUT
  !error "give -DVERSION, -DSOURCE and -DOUTPUT"
!endif

Unicode true
SetCompressor /SOLID lzma
Name "goeswith ${VERSION}"
OutFile "${OUTPUT}"
BrandingText " "

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\goeswith"
!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_INSTDIR "goeswith"
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${UNINSTALL}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!include "MultiUser.nsh"
!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "WinMessages.nsh"

!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "French"

Function .onInit
  SetRegView 64
  !insertmacro MULTIUSER_INIT
FunctionEnd

Function un.onInit
  SetRegView 64
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

; Says to all programs that the search path is another one.
!macro PathChanged
  SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=2000
!macroend

; $0 is whose search path it is, $1 where Windows Terminal looks for profiles of programs.
!macro Places
  ${If} $MultiUser.InstallMode == "AllUsers"
    StrCpy $0 "Machine"
    SetShellVarContext all
    StrCpy $1 "$APPDATA\Microsoft\Windows Terminal\Fragments\goeswith"
  ${Else}
    StrCpy $0 "User"
    SetShellVarContext current
    StrCpy $1 "$LOCALAPPDATA\Microsoft\Windows Terminal\Fragments\goeswith"
  ${EndIf}
!macroend

Section "goeswith"
  !insertmacro Places
  SetOutPath "$INSTDIR"
  SetOverwrite try
  ClearErrors
  File "${SOURCE}\goeswith.exe"
  ${If} ${Errors}
    SetErrorLevel 5
    Abort "goeswith is open: leave it with Ctrl+Q, then install again"
  ${EndIf}
  SetOverwrite on
  File "${SOURCE}\goeswith-fullscreen.cmd"
  File "${SOURCE}\path.ps1"
  File "${SOURCE}\README.md"
  File "${SOURCE}\CHANGELOG.md"
  File "${SOURCE}\LICENSE-MIT"
  File "${SOURCE}\LICENSE-APACHE"
  File "${SOURCE}\THIRD-PARTY.txt"
  SetOutPath "$INSTDIR\assets"
  File "${SOURCE}\assets\settings.toml"
  SetOutPath "$INSTDIR\assets\lang"
  File "${SOURCE}\assets\lang\*.ftl"
  SetOutPath "$INSTDIR\docs"
  File "${SOURCE}\docs\*.md"
  SetOutPath "$INSTDIR\docs\screens"
  File "${SOURCE}\docs\screens\*.svg"
  SetOutPath "$1"
  File "${SOURCE}\goeswith-terminal.json"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateDirectory "$SMPROGRAMS\goeswith"
  CreateShortcut "$SMPROGRAMS\goeswith\goeswith.lnk" "$INSTDIR\goeswith-fullscreen.cmd" "" "$INSTDIR\goeswith.exe" 0 SW_SHOWMINIMIZED
  CreateShortcut "$SMPROGRAMS\goeswith\Sample shop.lnk" "$INSTDIR\goeswith-fullscreen.cmd" "--demo" "$INSTDIR\goeswith.exe" 0 SW_SHOWMINIMIZED
  CreateShortcut "$SMPROGRAMS\goeswith\Guide.lnk" "$INSTDIR\docs\README.md"

  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "goeswith"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\goeswith.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1

  nsExec::ExecToLog 'powershell.exe -NoProfile -ExecutionPolicy Bypass -File "$INSTDIR\path.ps1" add "$INSTDIR" $0'
  Pop $2
  ${If} $2 != 0
    DetailPrint "The search path was not changed; the start menu works all the same."
  ${EndIf}
  !insertmacro PathChanged
SectionEnd

Section "Uninstall"
  !insertmacro Places
  ClearErrors
  Delete "$INSTDIR\goeswith.exe"
  ${If} ${Errors}
    SetErrorLevel 5
    Abort "goeswith is open: leave it with Ctrl+Q, then take it away again"
  ${EndIf}
  nsExec::ExecToLog 'powershell.exe -NoProfile -ExecutionPolicy Bypass -File "$INSTDIR\path.ps1" remove "$INSTDIR" $0'
  Pop $2
  !insertmacro PathChanged
  ; By name and never a whole tree: whatever else somebody put here stays.
  Delete "$INSTDIR\goeswith-fullscreen.cmd"
  Delete "$INSTDIR\path.ps1"
  Delete "$INSTDIR\README.md"
  Delete "$INSTDIR\CHANGELOG.md"
  Delete "$INSTDIR\LICENSE-MIT"
  Delete "$INSTDIR\LICENSE-APACHE"
  Delete "$INSTDIR\THIRD-PARTY.txt"
  Delete "$INSTDIR\assets\lang\*.ftl"
  RMDir "$INSTDIR\assets\lang"
  Delete "$INSTDIR\assets\settings.toml"
  RMDir "$INSTDIR\assets"
  Delete "$INSTDIR\docs\screens\*.svg"
  RMDir "$INSTDIR\docs\screens"
  Delete "$INSTDIR\docs\*.md"
  RMDir "$INSTDIR\docs"
  Delete "$1\goeswith-terminal.json"
  RMDir "$1"
  Delete "$SMPROGRAMS\goeswith\goeswith.lnk"
  Delete "$SMPROGRAMS\goeswith\Sample shop.lnk"
  Delete "$SMPROGRAMS\goeswith\Guide.lnk"
  RMDir "$SMPROGRAMS\goeswith"
  DeleteRegKey SHCTX "${UNINSTALL}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
SectionEnd
