#!/usr/bin/env bash
# Puts the library into every chart, the services into the suite, and packs all of them. The order matters: a chart is packed as it lies.
#   ./helm/package.sh            only the dependencies, to install from the checkout
#   ./helm/package.sh FOLDER     packages too
set -euo pipefail
cd "$(dirname "$0")"

charts=(customer-service feedback-service gateway identity-service loyalty-service notification-service kehu-platform kehu-suite)
for chart in "${charts[@]}"; do
  helm dependency update "$chart"
done
if [ $# -gt 0 ]; then
  for chart in "${charts[@]}"; do
    helm package "$chart" --destination "$1"
  done
fi
