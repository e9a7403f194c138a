package dev.cairn.sample;

import java.util.List;

/** Who spent most, as of the last refresh. */
final class LeaderReport {
    static final List<String> TITLES = List.of("id", "name", "orders", "spent");

    private static final int MOST = 10;

    private LeaderReport() {}

    static List<List<String>> rows(Reports reports) {
        return reports.leaders(MOST).stream()
                .map(leader -> Words.of(leader.accountId(), leader.name(), leader.orders(), leader.spent()))
                .toList();
    }
}
