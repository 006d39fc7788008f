# Start MeetingDesk from a checkout on Windows, installing first what is missing. Safe to repeat.
#
#   powershell -ExecutionPolicy Bypass -File installer\run.ps1 [COMMAND ...]
$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot 'common.ps1')

Update-Environment 'requirements.lock'
& (Join-Path $Environment 'Scripts\meetingdesk.exe') @args
exit $LASTEXITCODE
