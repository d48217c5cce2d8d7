package io.kehu.feedback.metric;

import io.kehu.feedback.FeedbackProblem;
import io.kehu.feedback.FeedbackProperties;
import io.kehu.feedback.survey.ScoreCounts;
import io.kehu.feedback.survey.SurveyCode;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Scores over HTTP, each with what one needs to judge it. */
@RestController
@Tag(name = "metrics")
class MetricController {

    private static final LocalDate FIRST = LocalDate.of(1990, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9998, 12, 31);
    private static final double ONE_DECIMAL = 10.0;
    private static final double FOUR_DECIMALS = 10_000.0;

    private final MetricDefinitions definitions;
    private final ScoreCounts scoreCounts;
    private final FeedbackProperties properties;

    MetricController(MetricDefinitions definitions, ScoreCounts scoreCounts, FeedbackProperties properties) {
        this.definitions = definitions;
        this.scoreCounts = scoreCounts;
        this.properties = properties;
    }

    /**
     * A Net Promoter Score.
     *
     * @param survey code of the survey
     * @param question id of the question asked
     * @param from first day
     * @param to last day
     * @param zone whose days these are
     * @param definition how it is computed
     * @param n answers it is computed from
     * @param promoters answers from 9 to 10
     * @param passives answers from 7 to 8
     * @param detractors answers from 0 to 6
     * @param score from -100 to 100, one decimal; missing when n is 0
     * @param interval where the score of all customers lies with 95 % confidence; missing when n is 0
     * @param invited customers invited in the period
     * @param responseRate share of those who answered, whenever; missing when nobody was invited
     * @param excluded responses of the period that hold no answer to the question
     */
    record NpsView(
            String survey,
            String question,
            LocalDate from,
            LocalDate to,
            String zone,
            MetricDefinition definition,
            long n,
            long promoters,
            long passives,
            long detractors,
            @Nullable Double score,
            NetPromoterScore.@Nullable Interval interval,
            long invited,
            @Nullable Double responseRate,
            long excluded) {}

    @GetMapping("/feedback/v1/metrics/nps")
    @Operation(summary = "Net Promoter Score of a survey over some days", description = """
                    Counted from the answers themselves, so it can be asked for any past days. Days are those of the service's zone; an answer \
                    counts on the day it was given, an invitation on the day it was made.""")
    NpsView getNps(
            @RequestParam @Pattern(regexp = SurveyCode.PATTERN) String survey,
            @Parameter(description = "First day") @RequestParam LocalDate from,
            @Parameter(description = "Last day") @RequestParam LocalDate to,
            @Parameter(description = "Version of the formula; the latest when missing")
                    @RequestParam(required = false)
                    @Min(1)
                    @Nullable
                    Integer version) {
        if (to.isBefore(from) || from.isBefore(FIRST) || to.isAfter(LAST)) {
            throw ProblemException.field("to", "period");
        }
        MetricDefinition definition =
                definitions.find("NPS", version).orElseThrow(() -> new ProblemException(CommonProblem.NOT_FOUND));
        SurveyCode code = new SurveyCode(survey);
        String question = scoreCounts
                .npsQuestion(code)
                .orElseThrow(() -> new ProblemException(FeedbackProblem.SURVEY_WITHOUT_METRIC));
        Instant begin = from.atStartOfDay(properties.zone()).toInstant();
        Instant end = to.plusDays(1).atStartOfDay(properties.zone()).toInstant();
        ScoreCounts.Counts counts = scoreCounts.counts(
                code, question, begin, end, definition.bucket("detractors"), definition.bucket("promoters"));
        NetPromoterScore score = new NetPromoterScore(counts.high(), counts.middle(), counts.low());
        ScoreCounts.Reach reach = scoreCounts.reach(code, begin, end);
        return new NpsView(
                survey,
                question,
                from,
                to,
                properties.zone().getId(),
                definition,
                score.n(),
                score.promoters(),
                score.passives(),
                score.detractors(),
                rounded(score.score(), ONE_DECIMAL),
                rounded(score.interval()),
                reach.invited(),
                reach.invited() == 0 ? null : rounded((double) reach.completed() / reach.invited(), FOUR_DECIMALS),
                scoreCounts.responses(code, begin, end) - score.n());
    }

    private static NetPromoterScore.@Nullable Interval rounded(NetPromoterScore.@Nullable Interval interval) {
        return interval == null
                ? null
                : new NetPromoterScore.Interval(
                        Math.round(interval.low() * ONE_DECIMAL) / ONE_DECIMAL,
                        Math.round(interval.high() * ONE_DECIMAL) / ONE_DECIMAL);
    }

    private static @Nullable Double rounded(@Nullable Double value, double places) {
        return value == null ? null : Math.round(value * places) / places;
    }
}
