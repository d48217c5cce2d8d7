{{- define "kehu-platform.labels" -}}
app.kubernetes.io/component: platform
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/part-of: kehu
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* Names of the services that use a server, as YAML. Arguments: root, server. */}}
{{- define "kehu-platform.users" -}}
{{- $server := index . 1 -}}
{{- $names := list -}}
{{- range $name, $facts := include "kehu-lib.serviceMap" (index . 0) | fromYaml -}}
{{- if has $server $facts.uses }}{{ $names = append $names $name }}{{ end -}}
{{- end -}}
{{- toYaml $names -}}
{{- end }}
