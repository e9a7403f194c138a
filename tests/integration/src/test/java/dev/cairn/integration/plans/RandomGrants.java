package dev.cairn.integration.plans;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.random.Dice;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Creates random roles with grants on the objects of a schema. Roles belong to the server, so their names contain that
 * of the database.
 */
record RandomGrants(Dice dice, String database) {
    /** Returns the names of the roles from which a random number is chosen. */
    List<String> roleNames() {
        return List.of(database + "_reader", database + "_writer", database + "_analyst");
    }

    /** Returns statements that create some of the roles and grant them privileges; the server accepts all of them. */
    List<String> createStatements(Catalog catalog) {
        List<String> roleNames = roleNames().subList(0, dice.below(roleNames().size() + 1));
        List<String> statements = new ArrayList<>();
        for (String role : roleNames) {
            statements.add("CREATE ROLE " + role + (dice.coin() ? " COMMENT 'c" + dice.below(2) + "'" : ""));
            for (ObjectName name : SchemaObject.collectNames(catalog)) {
                if (dice.coin()) {
                    SecuredKind kind = SchemaObject.find(catalog, name)
                            .orElseThrow()
                            .toSecuredObject(name)
                            .kind();
                    statements.add(renderGrant(kind, kind.sql() + " " + name, role));
                }
            }
            for (Map.Entry<String, Database> databaseEntry : catalog.databases()) {
                String name = databaseEntry.getKey();
                for (SecuredKind kind : List.of(SecuredKind.TABLE, SecuredKind.VIEW, SecuredKind.MATERIALIZED_VIEW)) {
                    if (dice.oneIn(4)) {
                        statements.add(renderGrant(kind, "ALL " + kind.plural() + " IN DATABASE " + name, role));
                    }
                }
                if (dice.oneIn(4)) {
                    statements.add(renderGrant(SecuredKind.DATABASE, "DATABASE " + name, role));
                }
            }
            if (dice.oneIn(4)) {
                statements.add("GRANT OPERATE, FILE ON SYSTEM TO ROLE " + role);
            }
            for (String parent : roleNames.subList(0, roleNames.indexOf(role))) {
                if (dice.coin()) {
                    statements.add("GRANT " + parent + " TO ROLE " + role);
                }
            }
        }
        return statements;
    }

    private String renderGrant(SecuredKind kind, String target, String role) {
        String privileges = dice.list(1, () -> dice.pick(kind.privileges().toArray(Privilege[]::new))).stream()
                .map(Privilege::sql)
                .collect(Collectors.joining(", "));
        return "GRANT " + privileges + " ON " + target + " TO ROLE " + role
                + (dice.oneIn(4) ? " WITH GRANT OPTION" : "");
    }
}
