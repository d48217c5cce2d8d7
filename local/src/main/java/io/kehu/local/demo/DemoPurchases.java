package io.kehu.local.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Five thousand deals of the demo customers, in days before the day of the demo; one row per line of an order. */
final class DemoPurchases {

    static final int DEALS = 5_000;
    static final List<String> HEADER =
            List.of("类型", "单号", "原单号", "渠道", "门店", "会员卡号", "几天前", "时间", "行号", "商品", "品类", "数量", "金额", "币种");

    private static final int REFUND_EVERY = 20;
    private static final String[][] PRODUCTS = {
        {"TEA-100", "茶叶", "12800"}, {"TEA-250", "茶叶", "26800"}, {"CUP-7", "茶具", "6000"}, {"POT-2", "茶具", "19900"},
        {"CAKE-1", "点心", "3800"}, {"CAKE-6", "点心", "9900"}, {"GIFT-1", "礼盒", "39900"}, {"BAG-1", "周边", "1500"},
    };
    private static final String[] CHANNELS = {"POS", "POS", "POS", "WEB", "WEB", "APP"};
    private static final String[] STORES = {"SZ01", "SZ02", "SH01", "BJ01"};

    private final Random random;
    private final List<String> cards;

    DemoPurchases(long seed, List<String> cards) {
        this.random = new Random(seed);
        this.cards = cards;
    }

    private record Order(String no, String channel, String store, String card, int daysAgo, List<List<String>> lines) {}

    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        List<Order> orders = new ArrayList<>();
        for (int deal = 1; deal <= DEALS; deal++) {
            if (deal % REFUND_EVERY == 0) {
                refund(rows, orders.remove(random.nextInt(orders.size())), deal);
            } else {
                Order order = order(deal);
                orders.add(order);
                rows.addAll(order.lines());
            }
        }
        return rows;
    }

    private Order order(int deal) {
        String channel = CHANNELS[random.nextInt(CHANNELS.length)];
        String store = channel.equals("POS") ? STORES[random.nextInt(STORES.length)] : "";
        String card = card(deal);
        int daysAgo = random.nextInt(28);
        String no = (store.isEmpty() ? channel : store) + "-%06d".formatted(deal);
        String time = "%02d:%02d:%02d".formatted(9 + random.nextInt(12), random.nextInt(60), random.nextInt(60));
        List<List<String>> lines = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int line = 1; line <= count; line++) {
            String[] product = PRODUCTS[random.nextInt(PRODUCTS.length)];
            int quantity = 1 + random.nextInt(3);
            long amount = Long.parseLong(product[2]) * quantity;
            lines.add(List.of(
                    "销售",
                    no,
                    "",
                    channel,
                    store,
                    card,
                    Integer.toString(daysAgo),
                    time,
                    Integer.toString(line),
                    product[0],
                    product[1],
                    Integer.toString(quantity),
                    money(amount),
                    "CNY"));
        }
        return new Order(no, channel, store, card, daysAgo, lines);
    }

    /** Gives one line back, or all of them. */
    private void refund(List<List<String>> rows, Order order, int deal) {
        List<List<String>> given =
                random.nextInt(3) == 0 ? order.lines() : List.of(order.lines().getFirst());
        for (List<String> line : given) {
            rows.add(List.of(
                    "退货",
                    "R-%06d".formatted(deal),
                    order.no(),
                    order.channel(),
                    order.store(),
                    order.card(),
                    Integer.toString(Math.max(0, order.daysAgo() - 1)),
                    "21:30:00",
                    line.get(8),
                    line.get(9),
                    line.get(10),
                    line.get(11),
                    line.get(12),
                    "CNY"));
        }
    }

    /** Some buyers come back often, a few show no card, a few show one that nobody knows. */
    private String card(int deal) {
        if (deal % 97 == 0) {
            return "";
        }
        if (deal % 131 == 0) {
            return "K999" + "%03d".formatted(deal % 1000);
        }
        double skewed = Math.pow(random.nextDouble(), 1.7);
        return cards.get((int) (skewed * cards.size()));
    }

    private static String money(long minor) {
        return minor / 100 + "." + "%02d".formatted(minor % 100);
    }
}
