package dev.cairn.integration.plans;

import dev.cairn.engine.cluster.RandomClusterObject;
import dev.cairn.random.Dice;
import dev.cairn.sql.ast.ClusterKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws cluster objects of all kinds that have no table. They belong to the server, so their names begin with that of the database. */
record RandomClusterObjects(Dice dice, String database) {
    /** Returns statements that create some objects; the server accepts all of them. */
    List<String> draw() {
        List<String> statements = new ArrayList<>();
        for (ClusterKind kind : ClusterKind.values()) {
            for (String name : List.of("one", "two")) {
                if (!kind.hasTable() && dice.coin()) {
                    statements.add(new RandomClusterObject(new Random(dice.below(Integer.MAX_VALUE)))
                            .createStatement(kind, database + "_" + name));
                }
            }
        }
        return statements;
    }
}
