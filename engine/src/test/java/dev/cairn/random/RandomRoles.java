package dev.cairn.random;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Creates random statements that create roles and grant privileges on the objects of a catalog; a server may refuse
 * some.
 */
public final class RandomRoles {
    private static final List<String> ROLE_NAMES = List.of("reader", "writer", "analyst");

    private final Dice dice;
    private final String database;

    public RandomRoles(Dice dice, String database) {
        this.dice = dice;
        this.database = database;
    }

    public List<Statement> createRoleStatements(Catalog catalog) {
        List<String> roles = ROLE_NAMES.subList(0, dice.below(ROLE_NAMES.size() + 1));
        List<String> statements = new ArrayList<>();
        for (String role : roles) {
            String comment = dice.coin() ? " COMMENT 'c" + dice.below(2) + "'" : "";
            statements.add("CREATE ROLE " + role + comment);
            for (ObjectName name : SchemaObject.collectNames(catalog)) {
                if (name.database().equals(database) && dice.coin()) {
                    SecuredKind kind = SchemaObject.find(catalog, name)
                            .orElseThrow()
                            .toSecuredObject(name)
                            .kind();
                    statements.add(grantSql(kind, kind.sql() + " " + name.name(), role));
                }
            }
            statements.addAll(dice.maybeList(() -> grantOnOtherObjectsSql(role)));
            if (dice.coin()) {
                statements.add("GRANT " + dice.pick(roles.toArray(String[]::new)) + " TO ROLE " + role);
            }
            statements.addAll(dice.maybeList(() -> "GRANT " + role + " TO "
                    + dice.pick("USER jane", "USER ${reporter}", "USER 'u'@'10.%'", "EXTERNAL GROUP sales")));
        }
        return statements.stream().map(Sql::parse).toList();
    }

    private String grantOnOtherObjectsSql(String role) {
        SecuredKind kind = dice.pick(SecuredKind.values());
        String target = switch (kind) {
            case SYSTEM -> "SYSTEM";
            case USER -> dice.pick("USER etl, ${etl}", "ALL USERS");
            case FUNCTION -> dice.pick("FUNCTION f(int), other.g()", allOfKind(kind));
            case GLOBAL_FUNCTION -> dice.pick("GLOBAL FUNCTION f(int, ...)", "ALL GLOBAL FUNCTIONS");
            case DATABASE -> dice.pick("DATABASE ${database}", "DATABASE other, lake.sales", "ALL DATABASES");
            case TABLE, VIEW, MATERIALIZED_VIEW, PIPE -> dice.pick(allOfKind(kind), kind.sql() + " other.x");
            default -> dice.pick("ALL " + kind.plural(), kind.sql() + " x", kind.sql() + " y, x");
        };
        return grantSql(kind, target, role);
    }

    private String allOfKind(SecuredKind kind) {
        return "ALL " + kind.plural()
                + dice.pick(" IN DATABASE ${database}", " IN DATABASE other", " IN ALL DATABASES");
    }

    private String grantSql(SecuredKind kind, String target, String role) {
        String privileges = kind.privileges().size() == 1 || dice.oneIn(4)
                ? dice.pick(kind.privileges().toArray(Privilege[]::new)).sql()
                : dice.list(1, () -> dice.pick(kind.privileges().toArray(Privilege[]::new))).stream()
                        .map(Privilege::sql)
                        .collect(Collectors.joining(", "));
        return "GRANT " + privileges + " ON " + target + " TO ROLE " + role
                + (dice.oneIn(4) ? " WITH GRANT OPTION" : "");
    }
}
