@echo off
rem Opens goeswith over the whole screen in large letters: in Windows Terminal with the profile "goeswith" that the
rem installer adds (size of the letters: its settings), else in the largest console window. Arguments go to goeswith.
setlocal
set "PROGRAM=%~dp0goeswith.exe"
where /q wt.exe
if errorlevel 1 (
    start "goeswith" /max "%PROGRAM%" %*
) else (
    start "" wt.exe --fullscreen new-tab --profile goeswith --title goeswith "%PROGRAM%" %*
)
endlocal
