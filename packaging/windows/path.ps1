# Adds a folder to the search path of programs, or takes it away again. Used by the installer, which cannot do it by
# itself: a search path may be longer than its texts. Nothing else in the path is changed, and names like %SystemRoot%
# in it stay names.
#
#   path.ps1 add|remove FOLDER User|Machine
param(
    [Parameter(Mandatory)][ValidateSet('add', 'remove')][string]$Action,
    [Parameter(Mandatory)][string]$Folder,
    [Parameter(Mandatory)][ValidateSet('User', 'Machine')][string]$Scope
)
$ErrorActionPreference = 'Stop'
$place = if ($Scope -eq 'Machine') {
    'HKLM:\SYSTEM\CurrentControlSet\Control\Session Manager\Environment'
} else {
    'HKCU:\Environment'
}
$ours = $Folder.TrimEnd('\')
$before = [string](Get-Item -LiteralPath $place).GetValue('Path', '', 'DoNotExpandEnvironmentNames')
$folders = @($before -split ';' | Where-Object { $_ -ne '' -and $_.TrimEnd('\') -ne $ours })
if ($Action -eq 'add') { $folders += $ours }
$after = $folders -join ';'
if ($after -ne $before) {
    Set-ItemProperty -LiteralPath $place -Name 'Path' -Value $after -Type ExpandString
}
