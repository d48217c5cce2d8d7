package io.kehu.local.demo;

import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.Settings;
import io.kehu.local.suite.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs a shop's files through the suite as its users would, and tells what happened. */
public final class Demo {

    private final Settings settings;
    private final Story story;
    private final Caller caller;
    private final Clock clock;

    public Demo(Settings settings, java.io.PrintStream out, Clock clock) {
        this.settings = settings;
        this.story = new Story(out);
        this.caller = new Caller(settings);
        this.clock = clock;
    }

    /** The files of {@code docs/demo}. */
    public Map<String, Object> ownFiles() {
        Path folder = settings.layout().repository().resolve("docs/demo");
        ShopFile deals = DemoPurchaseFile.read(folder.resolve("purchases.csv"), DemoDay.of(settings.layout(), clock));
        story.chapter("导入客户", "customers from a spreadsheet");
        Runnable customers = () ->
                new ImportStep(caller, story).run("customers.csv", read(folder.resolve("customers.csv")), Map.of());
        return run(customers, deals);
    }

    /** A real shop's export instead. */
    public Map<String, Object> export(Path file) {
        ShopFile deals = RetailExport.read(file);
        story.chapter("登记客户", "customers of the export, by their id at the shop");
        String ids = deals.sales().stream()
                .map(Deal.Sale::buyer)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining("\r\n", "CustomerID\r\n", "\r\n"));
        Runnable customers = () -> new ImportStep(caller, story)
                .run(
                        "customers-of-" + file.getFileName(),
                        ids.getBytes(StandardCharsets.UTF_8),
                        Map.of("CustomerID", "reference:" + RetailExport.SYSTEM));
        return run(customers, deals);
    }

    private Map<String, Object> run(Runnable customers, ShopFile deals) {
        long start = System.nanoTime();
        MailStep mails = new MailStep(settings, story);
        customers.run();
        story.chapter("购买与退货", "purchases and refunds");
        TradeStep trade = new TradeStep(caller, story);
        trade.run(deals);
        long posted = System.nanoTime();
        story.chapter("积分", "points");
        new PointsStep(caller, story).run(trade.results(), posted);
        story.chapter("消息与调研", "mails and survey invitations");
        mails.run();
        story.chapter("逐行交代", "every line of the file");
        LineAccount account = new LineAccount(deals, trade.results());
        account.mustCover(deals.lines());
        story.counts("%,d lines".formatted(deals.lines()), account.counts());
        link(trade);
        story.rate("全程 in all", "lines", deals.lines(), Duration.ofNanos(System.nanoTime() - start));
        return story.figures();
    }

    /** So that {@code kehu token --role member} is one of these customers. */
    private void link(TradeStep trade) {
        trade.results().values().stream()
                .filter(TradeStep.Result::counts)
                .map(TradeStep.Result::number)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(number -> {
                    new Suite(settings).keycloak().admin().setCustomerNumber("member", number);
                    story.chapter("会员账号", "the account member is now this customer");
                    story.fact("客户号 customer number", number);
                });
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new KehuException("Cannot read " + file + ".", e);
        }
    }
}
