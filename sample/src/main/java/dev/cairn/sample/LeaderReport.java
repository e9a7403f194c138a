package dev.cairn.sample;

import java.util.List;

/** The accounts that have spent the most, as of the last refresh. */
final class LeaderReport {
    static final List<String> COLUMN_TITLES = List.of("id", "name", "orders", "spent");

    private static final int LEADER_COUNT = 10;

    private LeaderReport() {}

    static List<List<String>> queryRows(Reports reports) {
        return reports.leaders(LEADER_COUNT).stream()
                .map(leader -> RowText.of(leader.accountId(), leader.name(), leader.orders(), leader.spent()))
                .toList();
    }
}
