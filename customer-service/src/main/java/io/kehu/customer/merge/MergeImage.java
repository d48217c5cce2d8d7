package io.kehu.customer.merge;

import io.kehu.customer.catalogue.MergeFields;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.MergeConsents;
import io.kehu.customer.customer.MergeRecords;
import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Keeps what taking a merge back needs, sealed with the survivor's key: it goes when they are forgotten. */
@Component
class MergeImage {

    private static final Column IMAGE = new Column("customer_merge", "image");

    private final PersonalData personalData;
    private final JsonMapper mapper;

    MergeImage(PersonalData personalData, JsonMapper mapper) {
        this.personalData = personalData;
        this.mapper = mapper;
    }

    /**
     * All that a merge changed of the survivor.
     *
     * @param records a {@link MergeRecords.Image} as text
     * @param tags codes of those the merge brought
     */
    record Content(
            MergeRecords.Image records,
            List<MergeConsents.Replaced> consents,
            List<String> tags,
            MergeFields.Image fields) {}

    byte[] seal(CustomerNumber survivor, Content content) {
        return personalData
                .openOrCreate(List.of(survivor.value()))
                .seal(survivor.value(), IMAGE, mapper.writeValueAsString(content));
    }

    Content open(CustomerNumber survivor, byte[] sealed) {
        return mapper.readValue(
                personalData.open(List.of(survivor.value())).open(survivor.value(), IMAGE, sealed), Content.class);
    }
}
