package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.Cursor;
import java.util.List;
import java.util.Locale;

/** How many arguments a function must have, of those that the server looks at before it knows any function. */
final class ArgumentRules {
    private ArgumentRules() {}

    static void check(Cursor cursor, QualifiedName function, List<Expression> arguments, Span span) {
        String name = function.last().text().toLowerCase(Locale.ROOT);
        int count = arguments.size();
        if (name.equals("map")) {
            if (count % 2 != 0) {
                cursor.refuse(
                        "Incorrect number " + count
                                + " of arguments in expr 'map()', Arguments must be in key/value pairs",
                        span);
            }
        } else if (!fits(name, count)) {
            cursor.refuse("Incorrect number of arguments in expr '" + name + "'", span);
        } else if (name.equals("time_slice") || name.equals("date_slice")) {
            checkSlice(cursor, name, arguments);
        }
    }

    private static boolean fits(String name, int count) {
        return switch (name) {
            case "time_slice", "date_slice" -> count >= 2 && count <= 4;
            case "date_add", "adddate", "date_sub", "subdate", "days_sub", "element_at" -> count == 2;
            case "isnull", "isnotnull" -> count == 1;
            case "str_to_map" -> count >= 1 && count <= 3;
            case "multiply", "divide", "mod", "int_divide", "add", "subtract", "bitand", "bitor", "bitxor", "bitnot" ->
                count >= 1;
            default -> true;
        };
    }

    /** The boundary is FLOOR or CEIL behind an interval; behind a number and a unit it is a string as they are. */
    private static void checkSlice(Cursor cursor, String name, List<Expression> arguments) {
        Expression wrong = null;
        if (arguments.size() == 3 && !(arguments.get(2) instanceof Expression.Boundary)) {
            wrong = arguments.get(2);
        } else if (arguments.size() == 4) {
            for (Expression word : arguments.subList(2, 4)) {
                wrong = wrong == null && !(word instanceof Expression.Text) ? word : wrong;
            }
        }
        if (wrong != null) {
            cursor.refuse("Incorrect type/value of arguments in expr '" + name + "'", wrong.span());
        }
    }
}
