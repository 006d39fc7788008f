# Run every check from a checkout on Windows, installing first what is missing. Safe to repeat.
#
#   powershell -ExecutionPolicy Bypass -File installer\test.ps1 [-Fast]
param([switch]$Fast)
$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot 'common.ps1')

Update-Environment 'requirements-test.lock'
Set-Location $Checkout
$env:Path = (Join-Path $Environment 'Scripts') + ';' + $env:Path
$env:QT_QPA_PLATFORM = 'offscreen'
$pytest = if ($Fast) { @('-m', 'not slow') } else { @() }
$failed = @()
ruff check .; if ($LASTEXITCODE) { $failed += 'ruff check' }
ruff format --check .; if ($LASTEXITCODE) { $failed += 'ruff format' }
mypy; if ($LASTEXITCODE) { $failed += 'mypy' }
lint-imports; if ($LASTEXITCODE) { $failed += 'lint-imports' }
python -m pytest @pytest; if ($LASTEXITCODE) { $failed += 'pytest' }
if ($failed) { Write-Host "failed: $($failed -join ', ')"; exit 1 }
Write-Host 'all checks passed'
