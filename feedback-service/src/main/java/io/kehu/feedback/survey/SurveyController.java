package io.kehu.feedback.survey;

import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Surveys over HTTP. */
@RestController
@RequestMapping("/feedback/v1/surveys")
@Tag(name = "surveys")
class SurveyController {

    private final Surveys surveys;
    private final DefineSurveys defineSurveys;
    private final IdempotentRequests idempotent;

    SurveyController(Surveys surveys, DefineSurveys defineSurveys, IdempotentRequests idempotent) {
        this.surveys = surveys;
        this.defineSurveys = defineSurveys;
        this.idempotent = idempotent;
    }

    /** A new survey. */
    record NewSurvey(
            @NotNull @Pattern(regexp = SurveyCode.PATTERN) String code,
            @NotNull @Valid SurveyDefinition definition) {}

    /** @param version which one to ask from now on */
    record PublishRequest(@NotNull @Min(1) Integer version) {}

    /**
     * A survey in a list.
     *
     * @param code its name
     * @param publishedVersion what is asked now; missing before the first publication
     * @param latestVersion its newest version, draft or not
     */
    record SurveyItem(String code, @Nullable Integer publishedVersion, int latestVersion) {}

    /** A version of a survey. */
    record SurveyVersionView(
            int version,
            SurveyVersion.State state,
            SurveyDefinition definition,
            String checksum,
            Instant createdAt,
            @Nullable Instant publishedAt) {

        static SurveyVersionView of(SurveyVersion version) {
            return new SurveyVersionView(
                    version.version(),
                    version.state(),
                    version.definition(),
                    version.checksum(),
                    version.createdAt(),
                    version.publishedAt());
        }
    }

    /** A survey with all its versions, oldest first. */
    record SurveyView(String code, @Nullable Integer publishedVersion, List<SurveyVersionView> versions) {}

    @GetMapping
    @Operation(summary = "All surveys, by code")
    Page<SurveyItem> listSurveys(@ParameterObject @Valid PageRequest page) {
        return Page.of(surveys.list(page), page, Surveys::position)
                .map(survey ->
                        new SurveyItem(survey.code().value(), survey.publishedVersion(), survey.latestVersion()));
    }

    @GetMapping("/{code}")
    @Operation(summary = "A survey with its versions")
    ResponseEntity<SurveyView> getSurvey(@PathVariable @Pattern(regexp = SurveyCode.PATTERN) String code) {
        return answer(HttpStatus.OK, new SurveyCode(code));
    }

    @PostMapping
    @Operation(
            summary = "Write a survey",
            description = "Its first version is a draft; nobody is asked before it is published.")
    ResponseEntity<SurveyView> defineSurvey(@Valid @RequestBody NewSurvey survey) {
        SurveyCode code = new SurveyCode(survey.code());
        return idempotent.once(() -> {
            defineSurveys.define(code, survey.definition(), Caller.required().originatingSubject());
            return answer(HttpStatus.CREATED, code);
        });
    }

    @PostMapping("/{code}/versions")
    @Operation(
            summary = "Write the next version, as a draft",
            description =
                    "A question that was published keeps its id and its type, so that old and new answers count together.")
    ResponseEntity<SurveyView> reviseSurvey(
            @PathVariable @Pattern(regexp = SurveyCode.PATTERN) String code,
            @Valid @RequestBody SurveyDefinition definition) {
        return idempotent.once(() -> {
            defineSurveys.revise(
                    new SurveyCode(code), definition, Caller.required().originatingSubject());
            return answer(HttpStatus.CREATED, new SurveyCode(code));
        });
    }

    @PostMapping("/{code}:publish")
    @Operation(summary = "Ask this version from now on", description = """
                    A published version never changes. Who was invited to an earlier one answers that one. Publishing the published one again \
                    changes nothing; going back is refused with 409: write the old questions as a new version.""")
    ResponseEntity<SurveyView> publishSurvey(
            @PathVariable @Pattern(regexp = SurveyCode.PATTERN) String code,
            @Valid @RequestBody PublishRequest request) {
        return idempotent.once(() -> {
            defineSurveys.publish(new SurveyCode(code), request.version());
            return answer(HttpStatus.OK, new SurveyCode(code));
        });
    }

    private ResponseEntity<SurveyView> answer(HttpStatus status, SurveyCode code) {
        Survey survey = surveys.required(code);
        ResponseEntity.BodyBuilder response =
                ResponseEntity.status(status).eTag(new EntityVersion(survey.version()).tag());
        if (status == HttpStatus.CREATED) {
            response.location(URI.create("/feedback/v1/surveys/" + code));
        }
        return response.body(new SurveyView(
                code.value(),
                survey.publishedVersion(),
                surveys.versions(code).stream().map(SurveyVersionView::of).toList()));
    }
}
