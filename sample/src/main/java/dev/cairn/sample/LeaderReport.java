package dev.cairn.sample;

import static dev.cairn.sample.shop.LeaderMv.LEADER;

import dev.cairn.data.Database;
import java.util.List;

/** Who spent most, as of the last refresh. */
final class LeaderReport {
    static final List<String> TITLES = List.of("id", "name", "orders", "spent");

    private static final int MOST = 10;

    private LeaderReport() {}

    static List<List<String>> rows(Database database) {
        return database.from(LEADER).orderBy(LEADER.spent.desc(), LEADER.name.asc()).limit(MOST).list().stream()
                .map(leader -> Words.of(leader.accountId(), leader.name(), leader.orders(), leader.spent()))
                .toList();
    }
}
