{{/* Every object is named after its chart: one installation per namespace, so services find each other without being told. */}}
{{- define "kehu-lib.name" -}}
{{ .Chart.Name }}
{{- end }}

{{/*
Labels that say which pods belong together. They never change between versions, because selectors are immutable.
Arguments: root, component.
*/}}
{{- define "kehu-lib.selectorLabels" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/component: {{ index . 1 }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/name: {{ $root.Chart.Name }}
app.kubernetes.io/part-of: kehu
{{- end }}

{{/* Labels of every object. Arguments: root, component. */}}
{{- define "kehu-lib.labels" -}}
{{- $root := index . 0 -}}
{{ include "kehu-lib.selectorLabels" . }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
kehu.io/data-class: {{ (include "kehu-lib.facts" $root | fromYaml).data }}
{{- end }}

{{/* Labels of a pod: as above and what the values add. Arguments: root, component. */}}
{{- define "kehu-lib.podLabels" -}}
{{- $root := index . 0 -}}
{{ include "kehu-lib.labels" . }}
{{- with $root.Values.podLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* An image by digest where one is given, else by tag, else by the chart's appVersion. Arguments: root, image. */}}
{{- define "kehu-lib.image" -}}
{{- $root := index . 0 -}}
{{- $image := index . 1 -}}
{{- $registry := coalesce $image.registry $root.Values.global.imageRegistry "" -}}
{{- with $registry }}{{ trimSuffix "/" . }}/{{ end -}}
{{ $image.repository }}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ $image.tag | default $root.Chart.AppVersion }}{{ end }}
{{- end }}

{{/* Name of an existing Secret: the one the values name, else <chart>-<what>. Arguments: root, value, what. */}}
{{- define "kehu-lib.secretName" -}}
{{- $root := index . 0 -}}
{{ index . 1 | default (printf "%s-%s" $root.Chart.Name (index . 2)) }}
{{- end }}
