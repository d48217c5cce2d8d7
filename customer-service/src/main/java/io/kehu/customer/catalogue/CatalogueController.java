package io.kehu.customer.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.kehu.starter.protection.catalogue.DataCatalogue;
import io.kehu.starter.protection.catalogue.DataClass;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The catalogue as a whole: packs of it, and what this service keeps by class. */
@RestController
@Tag(name = "catalogue")
class CatalogueController {

    private final InstallPack installPack;
    private final CurrentCatalogue current;
    private final IdempotentRequests idempotent;
    private final DataCatalogue columns = DataCatalogue.load();

    CatalogueController(InstallPack installPack, CurrentCatalogue current, IdempotentRequests idempotent) {
        this.installPack = installPack;
        this.current = current;
        this.idempotent = idempotent;
    }

    /** @param pack retail, finance or healthcare */
    record Installation(
            @Schema(example = "retail", type = "string") Pack.@NotNull Name pack) {}

    /** What became of each part of a pack. */
    record Installed(List<InstallPack.Part> items) {}

    /** A column of a table and what it holds. */
    record ColumnClass(
            @Schema(example = "customer") String table,
            @Schema(example = "full_name") String column,
            @JsonProperty("class") DataClass dataClass) {}

    /** A custom field and what it holds. */
    record FieldClass(
            @Schema(example = "shoe_size") String code,
            Label label,
            @JsonProperty("class") DataClass dataClass,
            boolean sealed,
            CustomField.State state) {}

    /** Everything this service keeps, by class. */
    record KeptData(List<ColumnClass> columns, List<FieldClass> customFields) {}

    @PostMapping("/customer/v1/catalogue:install")
    @Operation(
            summary = "Install an industry pack",
            description =
                    "Fields, dictionaries and layouts for retail, finance or health care. May be repeated: what is there stays"
                            + " as it is, and each part is reported as CREATED, PRESENT or CONFLICT (something else has its code).")
    ResponseEntity<Installed> install(@Valid @RequestBody Installation installation) {
        return idempotent.once(() -> ResponseEntity.ok(new Installed(installPack.install(installation.pack()))));
    }

    @GetMapping("/customer/v1/catalogue/data")
    @Operation(
            summary = "What this service keeps, by class",
            description =
                    "Every column of its database and every custom field. PERSONAL and SENSITIVE ones hold ciphertext or keyed"
                            + " tokens only.")
    KeptData data() {
        List<ColumnClass> all = columns.tables().entrySet().stream()
                .flatMap(table -> table.getValue().entrySet().stream()
                        .map(column -> new ColumnClass(table.getKey(), column.getKey(), column.getValue())))
                .toList();
        List<FieldClass> fields = current.get().fields().stream()
                .map(field -> new FieldClass(
                        field.code(),
                        field.settings().label(),
                        field.settings().dataClass(),
                        field.settings().sealed(),
                        field.settings().state()))
                .toList();
        return new KeptData(all, fields);
    }
}
