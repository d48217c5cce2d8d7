package io.kehu.customer.matching;

import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.job.StoppedException;
import io.kehu.customer.matching.NeverMatches.Couple;
import io.kehu.customer.matching.StockReader.Stock;
import io.kehu.customer.matching.model.Band;
import io.kehu.customer.matching.model.Clusters;
import io.kehu.customer.matching.model.MatchParameters;
import io.kehu.customer.matching.model.MatchRecords;
import io.kehu.customer.matching.model.MatchedPair;
import io.kehu.customer.matching.model.OversizedBlocks;
import io.kehu.customer.matching.model.Scorer;
import io.kehu.customer.matching.model.Thresholds;
import io.kehu.starter.database.Transactions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** One run over the stock: read, compare, write. After a crash it starts over; what it had written it writes again. */
@Component
class RunMatching {

    private static final int BATCH = 1_000;

    private final MatchRuns runs;
    private final MatchPairs pairs;
    private final NeverMatches neverMatches;
    private final StockReader stockReader;
    private final CustomerFields fields;
    private final Transactions transactions;

    RunMatching(
            MatchRuns runs,
            MatchPairs pairs,
            NeverMatches neverMatches,
            StockReader stockReader,
            CustomerFields fields,
            Transactions transactions) {
        this.runs = runs;
        this.pairs = pairs;
        this.neverMatches = neverMatches;
        this.stockReader = stockReader;
        this.fields = fields;
        this.transactions = transactions;
    }

    /** What a run has found so far. */
    private static final class Found {

        private final Map<CustomerDraft.Kind, MatchParameters> parameters = new EnumMap<>(CustomerDraft.Kind.class);
        private final List<OversizedBlocks> oversized = new ArrayList<>();
        private final List<FoundPair> pairs = new ArrayList<>();

        int count(Band band) {
            return (int)
                    pairs.stream().filter(pair -> pair.score().band() == band).count();
        }
    }

    /**
     * @param goOn whether this instance may go on
     * @return false when it was stopped before the end
     */
    boolean run(MatchRun run, BooleanSupplier goOn) {
        UUID id = run.id();
        RunWatch watch = new RunWatch(runs.stock(run.stage()), progress -> runs.progress(id, progress), goOn);
        try {
            watch.enter(MatchPhase.READING);
            Map<CustomerDraft.Kind, Stock> stock = stockReader.read(run.stage(), watch);
            watch.enter(MatchPhase.COMPARING);
            Set<Couple> never = neverMatches.all();
            Found found = new Found();
            stock.forEach((kind, part) -> compare(kind, part, never, watch, found));
            watch.enter(MatchPhase.WRITING);
            write(run, found, watch);
            return true;
        } catch (StoppedException e) {
            return false;
        }
    }

    private void compare(CustomerDraft.Kind kind, Stock stock, Set<Couple> never, RunWatch watch, Found found) {
        MatchRecords match = new MatchRecords(MatchRecords.Options.usual());
        MatchRecords.Outcome outcome = match.run(stock.records(), watch);
        found.parameters.put(kind, outcome.parameters());
        found.oversized.addAll(outcome.oversized());
        List<MatchedPair> open = outcome.pairs().stream()
                .filter(pair -> !never.contains(couple(stock, pair.one(), pair.other())))
                .toList();
        BiPredicate<Integer, Integer> contradiction = match.contradiction(stock.records(), outcome.parameters());
        Clusters clusters = Clusters.of(
                open, (one, other) -> never.contains(couple(stock, one, other)) || contradiction.test(one, other));
        Scorer scorer = new Scorer(fields.models(), outcome.parameters(), Thresholds.usual());
        for (MatchedPair pair : open) {
            Couple couple = couple(stock, pair.one(), pair.other());
            List<EvidenceView> evidence = EvidenceView.of(scorer.explain(
                    pair.score().pattern(), field -> stock.records().sharedFrequency(field, pair.one(), pair.other())));
            found.pairs.add(
                    new FoundPair(couple.a(), couple.b(), pair.score(), evidence, group(stock, clusters, pair)));
        }
    }

    private void write(MatchRun run, Found found, RunWatch watch) {
        for (int from = 0; from < found.pairs.size(); from += BATCH) {
            List<FoundPair> batch = found.pairs.subList(from, Math.min(from + BATCH, found.pairs.size()));
            transactions.run(() -> pairs.write(run.id(), batch));
            watch.check();
        }
        transactions.run(() -> {
            MatchRun.Progress last = watch.progress(found.count(Band.CERTAIN), found.count(Band.PROBABLE));
            boolean wanted = runs.progress(run.id(), last)
                    && runs.finish(run.id(), new MatchRun.Findings(found.parameters, found.oversized));
            if (!wanted) {
                throw new StoppedException();
            }
            if (run.stage() == null) {
                pairs.dropOthers(run.id());
            }
        });
    }

    private static @Nullable String group(Stock stock, Clusters clusters, MatchedPair pair) {
        int lowest = clusters.groupOf(pair);
        return lowest < 0 ? null : stock.numbers().get(lowest);
    }

    private static Couple couple(Stock stock, int one, int other) {
        return Couple.of(stock.numbers().get(one), stock.numbers().get(other));
    }
}
