package io.kehu.local.bench.customer;

import io.kehu.local.people.Noise;
import io.kehu.local.people.Person;
import io.kehu.local.people.Stock;
import io.kehu.local.suite.KehuException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** A file of people to be imported, and some of them to be looked for. */
final class StockFile implements AutoCloseable {

    /** Of the people in the stock; another one gives other people. */
    static final long SEED = 20_261_122;

    private static final int SAMPLES = 400;

    private final Path path;
    private final List<Person> samples = new ArrayList<>();
    private final int[] truths;

    StockFile(int size, long seed) {
        truths = new int[size];
        try {
            path = Files.createTempFile("kehu-stock", ".csv");
            write(size, seed);
        } catch (IOException e) {
            throw new KehuException("The file of people cannot be written: " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    /** Spread over the file, with all of their values. */
    List<Person> samples() {
        return samples;
    }

    /** Which person each row is about; rows of one person have the same number. */
    int[] truths() {
        return truths;
    }

    private void write(int size, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Stock stock = new Stock(seed, size, Noise.MIDDLE);
        try (BufferedWriter file = Files.newBufferedWriter(path, StandardCharsets.UTF_8)) {
            file.write(String.join(",", Person.HEADER) + "\n");
            for (int row = 0; stock.hasNext(); row++) {
                Person person = stock.next();
                truths[row] = person.truth();
                file.write(person.row().stream().map(StockFile::quoted).collect(Collectors.joining(",")) + "\n");
                boolean whole = person.row().stream().noneMatch(String::isEmpty);
                if (whole && samples.size() < SAMPLES && random.nextInt(Math.max(1, size / SAMPLES / 2)) == 0) {
                    samples.add(person);
                }
            }
        }
    }

    private static String quoted(String value) {
        return value.contains(",") || value.contains("\"") ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new KehuException("The file " + path + " stays; delete it by hand.", e);
        }
    }
}
