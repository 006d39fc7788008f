# What run.ps1 and test.ps1 share: keep .venv in step with the lock.
$Checkout = Split-Path $PSScriptRoot
$Environment = Join-Path $Checkout '.venv'

function Stop-WithMessage($message) {
    Write-Host $message
    exit 1
}

function Find-Python {
    foreach ($version in '3.13', '3.12', '3.11', '3.14') {
        & py "-$version" -c 'pass' 2>$null
        if ($LASTEXITCODE -eq 0) { return $version }
    }
    Stop-WithMessage '没有找到 Python 3.11 或更新的版本。请先安装 Python（安装时勾选 py launcher），再运行一次。'
}

# What an environment was made from. It holds absolute paths, so the place counts too.
function Get-Fingerprint($lock) {
    $files = $lock, 'pyproject.toml', 'setup.py' | ForEach-Object {
        (Get-FileHash (Join-Path $Checkout $_) -Algorithm SHA256).Hash
    }
    return (@($Checkout) + $files) -join ' '
}

# The stamp is written last: an environment without one was broken off half-way and is made anew.
function Update-Environment($lock) {
    foreach ($known in $lock, 'requirements-test.lock') {
        $stamp = Join-Path $Environment "stamp-$known"
        if ((Test-Path $stamp) -and ((Get-Content $stamp) -eq (Get-Fingerprint $known))) { return }
    }
    if (-not (Get-Command py -ErrorAction SilentlyContinue)) {
        Stop-WithMessage '没有找到 Python 启动器（py）。请先安装 Python 3.11 或更新的版本，再运行一次。'
    }
    Write-Host '正在准备运行环境（首次需要几分钟）……'
    if (Test-Path $Environment) { Remove-Item $Environment -Recurse -Force }
    & py "-$(Find-Python)" -m venv $Environment
    $python = Join-Path $Environment 'Scripts\python.exe'
    & $python -m pip install -qq --require-hashes --requirement (Join-Path $Checkout $lock)
    if ($LASTEXITCODE) { Stop-WithMessage '没有取到所需的程序组件，请检查网络后再运行一次。台账和文件没有受到影响。' }
    & $python -m pip install -qq --no-deps --no-build-isolation --no-index --editable $Checkout
    if ($LASTEXITCODE) { Stop-WithMessage '会务台没有装好，程序文件可能不完整，请重新取得一份。台账和文件没有受到影响。' }
    Set-Content (Join-Path $Environment "stamp-$lock") (Get-Fingerprint $lock)
}
