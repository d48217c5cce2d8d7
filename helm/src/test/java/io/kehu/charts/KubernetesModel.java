package io.kehu.charts;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.kubernetes.client.openapi.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Says what a strict API server would refuse. Objects of Kubernetes itself go through the classes generated from its OpenAPI description:
 * unknown and missing fields, and values of another type, which do not survive being read and written. Custom resources go through closed
 * schemas of the fields we use.
 */
final class KubernetesModel {

    private static final String MODELS = "io.kubernetes.client.openapi.models.";
    private static final Gson GSON = JSON.getGson();
    private static final Gson PLAIN = new GsonBuilder().create();
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private KubernetesModel() {}

    static List<String> problems(KubeObject object) {
        JsonElement json = PLAIN.toJsonTree(object.root().fields());
        Optional<Class<?>> model = model(object);
        if (model.isPresent()) {
            return core(json, model.get());
        }
        return custom(object, json);
    }

    private static List<String> core(JsonElement json, Class<?> model) {
        try {
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
            JsonElement again = GSON.toJsonTree(GSON.fromJson(json, model));
            List<String> lost = new ArrayList<>();
            compare(json, again, "", lost);
            return lost;
        } catch (InvocationTargetException e) {
            return List.of(String.valueOf(e.getCause().getMessage()));
        } catch (JsonParseException | IllegalArgumentException e) {
            return List.of(String.valueOf(e.getMessage()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> custom(KubeObject object, JsonElement json) {
        Schema schema = SCHEMAS.computeIfAbsent(object.apiVersion() + " " + object.kind(), key -> schema(object));
        return schema.validate(json.toString(), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static Schema schema(KubeObject object) {
        String group = object.apiVersion().replace('/', '_');
        String resource = "/custom-resources/" + group + "_" + object.kind() + ".schema.json";
        try (InputStream input = KubernetesModel.class.getResourceAsStream(resource)) {
            if (input == null) {
                throw new AssertionError("Nothing is known of " + object.apiVersion() + " " + object.kind());
            }
            String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class of a kind: apps/v1 Deployment is V1Deployment. Groups outside Kubernetes have a dot that is not k8s.io's. */
    private static Optional<Class<?>> model(KubeObject object) {
        String group = object.apiVersion().contains("/") ? object.apiVersion().split("/")[0] : "";
        if (group.contains(".") && !group.equals("networking.k8s.io")) {
            return Optional.empty();
        }
        String version = object.apiVersion().substring(object.apiVersion().lastIndexOf('/') + 1);
        try {
            return Optional.of(Class.forName(
                    MODELS + Character.toUpperCase(version.charAt(0)) + version.substring(1) + object.kind()));
        } catch (ClassNotFoundException e) {
            throw new AssertionError("Kubernetes has no " + object.apiVersion() + " " + object.kind(), e);
        }
    }

    /** Everything of ours has to be there again; empty lists and maps the classes add of themselves do not count. */
    private static void compare(JsonElement ours, @Nullable JsonElement again, String path, List<String> lost) {
        if (ours.isJsonObject() && again != null && again.isJsonObject()) {
            ours.getAsJsonObject()
                    .entrySet()
                    .forEach(field -> compare(
                            field.getValue(),
                            again.getAsJsonObject().get(field.getKey()),
                            path + "/" + field.getKey(),
                            lost));
        } else if (ours.isJsonArray()
                && again != null
                && again.isJsonArray()
                && ours.getAsJsonArray().size() == again.getAsJsonArray().size()) {
            for (int i = 0; i < ours.getAsJsonArray().size(); i++) {
                compare(ours.getAsJsonArray().get(i), again.getAsJsonArray().get(i), path + "/" + i, lost);
            }
        } else if (!ours.equals(again)) {
            lost.add(path + " is " + ours + " and is read as " + again);
        }
    }
}
