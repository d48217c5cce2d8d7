{{/*
What a service may do on the broker, as YAML: declare and read its own queues, publish its own domain's events, bury only its own dead
letters. The patterns are those the local suite and the tests set. Argument: the service.
*/}}
{{- define "kehu-platform.permissions" -}}
{{- $own := printf "%s\\..*" (trimSuffix "-service" .) -}}
{{- $exchanges := "kehu\\.(events|dead)" -}}
configure: {{ printf "^(%s|%s)$" $exchanges $own | squote }}
read: {{ printf "^(%s|%s)$" $exchanges $own | squote }}
write: {{ printf "^(%s|amq\\.default|%s)$" $exchanges $own | squote }}
topics:
  - exchange: kehu.events
    read: ".*"
    write: {{ printf "^%s$" $own | squote }}
  - exchange: kehu.dead
    read: {{ printf "^%s$" $own | squote }}
    write: {{ printf "^%s$" $own | squote }}
{{- end }}

{{/* The definitions file RabbitMQ imports. It has no users, because a user in it would need a password. */}}
{{- define "kehu-platform.definitions" -}}
{{- $host := .Values.rabbitmq.virtualHost -}}
{{- $permissions := list -}}
{{- $topics := list -}}
{{- range include "kehu-platform.users" (list . "broker") | fromYamlArray -}}
{{- $user := dict "user" . "vhost" $host -}}
{{- $may := include "kehu-platform.permissions" . | fromYaml -}}
{{- $permissions = append $permissions (merge (omit $may "topics") $user) -}}
{{- range $may.topics }}{{ $topics = append $topics (merge (deepCopy .) $user) }}{{ end -}}
{{- end -}}
{{- $exchanges := list -}}
{{- range list "kehu.events" "kehu.dead" -}}
{{- $exchanges = append $exchanges (dict "name" . "vhost" $host "type" "topic" "durable" true "auto_delete" false "internal" false "arguments" dict) -}}
{{- end -}}
{{- dict "vhosts" (list (dict "name" $host)) "exchanges" $exchanges "permissions" $permissions "topic_permissions" $topics | toPrettyJson -}}
{{- end }}
