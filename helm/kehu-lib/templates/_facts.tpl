{{/*
What the service map says about the chart's service, as YAML: calls, callers, data, uses, domain (the name without "-service").
*/}}
{{- define "kehu-lib.facts" -}}
{{- $map := include "kehu-lib.serviceMap" . | fromYaml }}
{{- $facts := get $map .Chart.Name }}
{{- if not $facts }}
{{- fail (printf "%s is not in the service map." .Chart.Name) }}
{{- end }}
{{- $callers := list }}
{{- range $name, $other := $map }}
{{- if has $.Chart.Name $other.calls }}
{{- $callers = append $callers $name }}
{{- end }}
{{- end }}
{{- merge (dict "callers" $callers "domain" (trimSuffix "-service" .Chart.Name)) $facts | toYaml }}
{{- end }}

{{/*
A setting that has no sensible default: the chart's own value, else the global one, else a message that says what to set.
Arguments: root, group, key.
*/}}
{{- define "kehu-lib.setting" -}}
{{- $root := index . 0 -}}
{{- $group := index . 1 -}}
{{- $key := index . 2 -}}
{{- $own := index $root.Values $group $key -}}
{{- $global := index $root.Values.global $group $key -}}
{{- $value := coalesce $own $global -}}
{{- if not $value -}}
{{- fail (printf "Set %s.%s (or global.%s.%s)." $group $key $group $key) -}}
{{- end -}}
{{- tpl (default "" $value) $root -}}
{{- end }}

{{/* Like kehu-lib.setting, but may be empty. */}}
{{- define "kehu-lib.option" -}}
{{- $root := index . 0 -}}
{{- $own := index $root.Values (index . 1) (index . 2) -}}
{{- $global := index $root.Values.global (index . 1) (index . 2) -}}
{{- default "" (coalesce $own $global) -}}
{{- end }}

{{/* Refuses values that would only fail later, in the cluster. */}}
{{- define "kehu-lib.check" -}}
{{- $facts := include "kehu-lib.facts" . | fromYaml }}
{{- $shutdown := .Values.shutdown }}
{{- /* Consumers stop in a phase of their own before the web server does, so the graceful time may be needed twice. */}}
{{- if ge (add $shutdown.drainSeconds (mul 2 $shutdown.gracefulSeconds) | int) (int $shutdown.graceSeconds) }}
{{- fail "shutdown: drainSeconds + 2 x gracefulSeconds must stay below graceSeconds." }}
{{- end }}
{{- if and .Values.autoscaling.enabled (lt (int .Values.autoscaling.maxReplicas) (int .Values.autoscaling.minReplicas)) }}
{{- fail "autoscaling: maxReplicas is below minReplicas." }}
{{- end }}
{{- if has "database" $facts.uses }}
{{- $replicas := ternary .Values.autoscaling.maxReplicas .Values.replicas .Values.autoscaling.enabled }}
{{- if gt (mul (add $replicas 1) .Values.database.poolSize | int) (int .Values.database.connectionLimit) }}
{{- fail "database: (replicas + 1 during a roll-out) x poolSize is more than connectionLimit." }}
{{- end }}
{{- end }}
{{- range $name, $value := .Values.env }}
{{- if and (kindIs "string" $value) (regexMatch "(?i)(password|secret|private|credential|token(key)?$)" $name) }}
{{- fail (printf "env.%s looks like a secret: give it as valueFrom.secretKeyRef." $name) }}
{{- end }}
{{- end }}
{{- if regexMatch "(?im)^[\\s-]*\"?[\\w.-]*(password|secret|private-?key|credential)[\\w.-]*\"?\\s*:" (toYaml .Values.config) }}
{{- fail "config holds something that looks like a secret: mount it from a Secret instead." }}
{{- end }}
{{- end }}
