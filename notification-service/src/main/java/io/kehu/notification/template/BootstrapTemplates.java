package io.kehu.notification.template;

import io.kehu.notification.Channel;
import io.kehu.notification.Purpose;
import io.kehu.starter.database.Transactions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings the templates of {@code message-templates/*.yaml}, approved, where they do not exist; what a manager made of them since stays.
 * Done before the service starts to listen, because the first event may need one.
 */
@Component
class BootstrapTemplates implements InitializingBean {

    private static final String LOCATION = "classpath:message-templates/*.yaml";
    private static final String ACTOR = "bootstrap";

    private final Templates templates;
    private final TemplateVersions versions;
    private final Transactions transactions;
    private final JsonMapper mapper;
    private final Clock clock;

    BootstrapTemplates(
            Templates templates, TemplateVersions versions, Transactions transactions, JsonMapper mapper, Clock clock) {
        this.templates = templates;
        this.versions = versions;
        this.transactions = transactions;
        this.mapper = mapper;
        this.clock = clock;
    }

    /** One file. */
    record Definition(
            String key,
            Purpose purpose,
            Channel channel,
            Map<String, ParameterType> parameters,
            Map<Language, Words> languages) {}

    /** The words in one language. */
    record Words(String subject, String body, @Nullable String html) {}

    @Override
    public void afterPropertiesSet() {
        definitions().forEach(definition -> transactions.run(() -> bring(definition)));
    }

    List<Definition> definitions() {
        try {
            Resource[] files = new PathMatchingResourcePatternResolver().getResources(LOCATION);
            return java.util.Arrays.stream(files).map(this::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void bring(Definition definition) {
        TemplateKey key = new TemplateKey(definition.key());
        if (!templates.define(key, definition.purpose(), definition.channel(), ACTOR, clock.instant())) {
            return;
        }
        definition.languages().forEach((language, words) -> {
            TemplateText text = TemplateText.of(words.subject(), words.body(), words.html(), definition.parameters());
            int version = versions.append(key, language, text, ACTOR, clock.instant());
            versions.move(
                    versions.required(key, language, version), TemplateVersion.State.APPROVED, ACTOR, clock.instant());
        });
    }

    private Definition read(Resource file) {
        try (InputStream input = file.getInputStream()) {
            Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(input);
            return mapper.convertValue(content, Definition.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
