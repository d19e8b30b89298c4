#!/bin/sh
# Brings the outside servers that the suites run against: Debian's packages, and the S3 servers built once with Go.
#   install.sh          Redis, Chromium, clamd, OpenSSH, vsftpd, mailers, MinIO
#   install.sh long     also the Versity S3 Gateway
set -e
bin="${XDG_CACHE_HOME:-$HOME/.cache}/bizonylat-services/bin"
missing=""
for pair in redis-server:redis-server chromium:chromium clamd:clamav-daemon sshd:openssh-server tesseract:tesseract-ocr pdftotext:poppler-utils swaks:swaks vsftpd:vsftpd msmtp:msmtp ytnef:ytnef-tools; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || [ -x "/usr/sbin/${pair%%:*}" ] || missing="$missing ${pair#*:}"
done
if [ -n "$missing" ]; then
  apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing tesseract-ocr-hun libnet-ssleay-perl >&2
fi
build() {
  [ -x "$bin/$1" ] && return
  echo "building $1 with Go, once; this takes minutes" >&2
  mkdir -p "$bin"
  GOBIN="$bin" go install "$2"
}
build minio github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c
[ "$1" = long ] && build versitygw github.com/versity/versitygw/cmd/versitygw@v1.8.0
exit 0
