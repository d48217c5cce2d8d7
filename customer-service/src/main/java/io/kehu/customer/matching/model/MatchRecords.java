package io.kehu.customer.matching.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** Finds the doubles of a stock: candidates by blocking, parameters by expectation maximisation, then a score for each candidate. */
public final class MatchRecords {

    /** Candidates that parameters are learned from; more would not change them. */
    private static final long LEARNED_FROM = 2_000_000;

    private static final int BETWEEN_CHECKS = 1 << 12;

    private final Options options;

    public MatchRecords(Options options) {
        this.options = options;
    }

    /**
     * How a run is done.
     *
     * @param largestBlock records of a block that are all compared with each other; larger ones are split
     * @param pairsPerRecord how many pairs may be compared, in the mean
     * @param workers threads
     * @param seed for drawing pairs; the same stock and seed give the same result
     */
    public record Options(int largestBlock, int pairsPerRecord, int workers, Thresholds thresholds, long seed) {

        public Options {
            if (largestBlock < 2 || pairsPerRecord < 1 || workers < 1) {
                throw new IllegalArgumentException("A run needs blocks of two, a pair per record and a worker.");
            }
        }

        public static Options usual() {
            return new Options(100, 60, 2, Thresholds.usual(), 20_261_122);
        }
    }

    /**
     * What a run found.
     *
     * @param pairs certain and probable ones
     * @param candidates pairs that were compared
     * @param oversized blocks that had to be split
     */
    public record Outcome(
            MatchParameters parameters, List<MatchedPair> pairs, long candidates, List<OversizedBlocks> oversized) {}

    public Outcome run(RecordStore records, Watch watch) {
        if (records.size() < 2) {
            return new Outcome(MatchParameters.usual(records.fields(), records.size()), List.of(), 0, List.of());
        }
        List<BlockingPass> passes =
                BlockingPlan.suggest(records, options.largestBlock(), options.pairsPerRecord(), watch);
        CandidatePairs candidates = CandidatePairs.find(records, passes, options.largestBlock(), watch);
        long count = candidates.size();
        watch.candidates(count);
        try (ExecutorService workers = Executors.newFixedThreadPool(options.workers())) {
            MatchParameters parameters = learn(records, candidates, workers, watch);
            Scorer scorer = new Scorer(records.fields(), parameters, options.thresholds());
            List<MatchedPair> pairs = new ArrayList<>();
            onAll(candidates, workers, partition -> score(records, partition, scorer, watch))
                    .forEach(pairs::addAll);
            return new Outcome(parameters, pairs, count, candidates.oversized());
        }
    }

    /** Whether a pair of records cannot be one, for {@link Clusters}. */
    public BiPredicate<Integer, Integer> contradiction(RecordStore records, MatchParameters parameters) {
        Scorer scorer = new Scorer(records.fields(), parameters, options.thresholds());
        return (one, other) -> {
            Score score = scorer.score(records, one, other);
            return scorer.forbids(score.pattern())
                    || score.probability() < options.thresholds().possible();
        };
    }

    private MatchParameters learn(
            RecordStore records, CandidatePairs candidates, ExecutorService workers, Watch watch) {
        double[][] u = ChanceAgreement.estimate(records, options.seed(), watch);
        double share = Math.min(1, (double) LEARNED_FROM / Math.max(1, candidates.size()));
        Map<Long, Double> seen = new HashMap<>();
        for (Map<Long, Integer> part :
                onAll(candidates, workers, partition -> patterns(records, partition, share, watch))) {
            part.forEach((pattern, times) -> seen.merge(pattern, times / share, Double::sum));
        }
        double size = records.size();
        return new LearnParameters(records.fields(), u, seen, size * (size - 1) / 2, 1 / size).learn();
    }

    private Map<Long, Integer> patterns(RecordStore records, LongList partition, double share, Watch watch) {
        Map<Long, Integer> seen = new HashMap<>();
        long limit = (long) (share * Long.MAX_VALUE);
        for (int i = 0; i < partition.size(); i++) {
            long pair = partition.get(i);
            boolean drawn = share >= 1 || (BlockingPass.mixed(pair ^ options.seed()) & Long.MAX_VALUE) < limit;
            if (drawn) {
                seen.merge(records.compare(CandidatePairs.one(pair), CandidatePairs.other(pair)), 1, Integer::sum);
            }
            if (i % BETWEEN_CHECKS == 0) {
                watch.check();
            }
        }
        return seen;
    }

    private List<MatchedPair> score(RecordStore records, LongList partition, Scorer scorer, Watch watch) {
        List<MatchedPair> found = new ArrayList<>();
        int told = 0;
        for (int i = 0; i < partition.size(); i++) {
            long pair = partition.get(i);
            Score score = scorer.score(records, CandidatePairs.one(pair), CandidatePairs.other(pair));
            if (score.band() == Band.CERTAIN || score.band() == Band.PROBABLE) {
                found.add(new MatchedPair(CandidatePairs.one(pair), CandidatePairs.other(pair), score));
            }
            if (i % BETWEEN_CHECKS == 0) {
                watch.check();
                watch.compared(i - told);
                told = i;
            }
        }
        watch.compared(partition.size() - told);
        return found;
    }

    /** The results of all partitions, in their order. */
    private static <T> List<T> onAll(CandidatePairs candidates, ExecutorService workers, Function<LongList, T> work) {
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < candidates.partitions(); i++) {
            LongList partition = candidates.partition(i);
            futures.add(workers.submit(() -> work.apply(partition)));
        }
        List<T> results = new ArrayList<>();
        try {
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            futures.forEach(future -> future.cancel(false));
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            futures.forEach(future -> future.cancel(true));
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
