package io.kehu.customer.catalogue;

import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.json.StrictJson;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Brings what a pack has and the catalogue has not; what is there stays as it is. */
@Component
class InstallPack {

    private final CurrentCatalogue current;
    private final DefineDictionaries defineDictionaries;
    private final DefineFields defineFields;
    private final Layouts layouts;
    private final StrictJson strict;
    private final AuditTrail audit;

    InstallPack(
            CurrentCatalogue current,
            DefineDictionaries defineDictionaries,
            DefineFields defineFields,
            Layouts layouts,
            StrictJson strict,
            AuditTrail audit) {
        this.current = current;
        this.defineDictionaries = defineDictionaries;
        this.defineFields = defineFields;
        this.layouts = layouts;
        this.strict = strict;
        this.audit = audit;
    }

    /** What became of one part of a pack. */
    enum Outcome {
        /** It is there now. */
        CREATED,
        /** It was there, perhaps changed since. */
        PRESENT,
        /** Something else has its code, and stays. */
        CONFLICT
    }

    /** What a part is. */
    enum Kind {
        DICTIONARY,
        FIELD,
        LAYOUT
    }

    /** One part of a pack. */
    @Schema(name = "PackPart")
    record Part(Kind kind, @Schema(example = "shoe_size") String code, Outcome outcome) {}

    /** In the caller's transaction. */
    List<Part> install(Pack.Name name) {
        Pack pack = Pack.read(name, strict.mapper());
        current.lockToDefine();
        Catalogue before = current.get();
        List<Part> parts = new ArrayList<>();
        pack.dictionaries()
                .forEach(dictionary ->
                        parts.add(new Part(Kind.DICTIONARY, dictionary.code(), install(dictionary, before))));
        pack.fields().forEach(field -> parts.add(new Part(Kind.FIELD, field.code(), install(field, before))));
        pack.layouts().forEach(layout -> parts.add(new Part(Kind.LAYOUT, layout.name(), install(layout))));
        audit.record(AuditEntry.of("catalogue.install", name.name()));
        return parts;
    }

    private Outcome install(DictionaryController.DictionaryDefinition wanted, Catalogue before) {
        Dictionary there = before.dictionary(wanted.code());
        if (there == null) {
            defineDictionaries.define(wanted.code(), new DefineDictionaries.Settings(wanted.label(), wanted.items()));
            return Outcome.CREATED;
        }
        Set<String> codes = there.items().stream().map(Dictionary.Item::code).collect(Collectors.toSet());
        boolean complete = wanted.items().stream().allMatch(item -> codes.contains(item.code()));
        return complete ? Outcome.PRESENT : Outcome.CONFLICT;
    }

    private Outcome install(FieldDefinition wanted, Catalogue before) {
        CustomField there = before.field(wanted.code());
        if (there == null) {
            defineFields.define(wanted.code(), wanted.settings());
            return Outcome.CREATED;
        }
        FieldSettings settings = wanted.settings();
        boolean same = there.type() == settings.type()
                && there.settings().dataClass() == settings.dataClass()
                && Objects.equals(there.settings().dictionary(), settings.dictionary());
        return same ? Outcome.PRESENT : Outcome.CONFLICT;
    }

    /** Fields of a pack that were retired are left out of its layouts. */
    private Outcome install(LayoutController.LayoutDefinition wanted) {
        Layout there = layouts.find(wanted.name()).orElse(null);
        Catalogue catalogue = current.get();
        List<Layout.Section> sections = wanted.sections().stream()
                .map(section -> new Layout.Section(
                        section.label(),
                        section.roles(),
                        section.fields().stream()
                                .filter(name -> FieldNames.known(name, catalogue))
                                .toList()))
                .filter(section -> !section.fields().isEmpty())
                .toList();
        if (there == null) {
            layouts.insert(wanted.name(), new Layout.Settings(wanted.label(), sections), catalogue);
            return Outcome.CREATED;
        }
        return there.settings().label().equals(wanted.label()) ? Outcome.PRESENT : Outcome.CONFLICT;
    }
}
