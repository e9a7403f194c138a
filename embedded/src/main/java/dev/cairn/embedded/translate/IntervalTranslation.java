package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.value.Conversion;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.Locale;

/** Translates the addition and subtraction of intervals. */
final class IntervalTranslation {
    private IntervalTranslation() {}

    static Value shifted(
            ExpressionTranslation expressions, Expression date, Expression.Interval interval, boolean back, Type type) {
        String time = expressions.of(date).as(TranslationTypes.DATETIME).sql();
        String amount =
                expressions.of(interval.amount()).as(TranslationTypes.BIGINT).sql();
        String sql = added(time, back ? "(-(" + amount + "))" : amount, interval.unit());
        return new Value(Conversion.of("sr_calendar(" + sql + ")", TranslationTypes.DATETIME, type), type);
    }

    /** Returns the DuckDB expression for a time plus an amount of a unit, such as DAY. */
    static String added(String time, String amount, String unit) {
        String interval = switch (unit.toLowerCase(Locale.ROOT)) {
            case "year" -> "to_years(CAST(" + amount + " AS INTEGER))";
            case "quarter" -> "to_months(CAST(3 * " + amount + " AS INTEGER))";
            case "month" -> "to_months(CAST(" + amount + " AS INTEGER))";
            case "week" -> "to_days(CAST(7 * " + amount + " AS INTEGER))";
            case "day" -> "to_days(CAST(" + amount + " AS INTEGER))";
            case "hour" -> "to_hours(" + amount + ")";
            case "minute" -> "to_minutes(" + amount + ")";
            case "second" -> "to_seconds(" + amount + ")";
            case "millisecond" -> "to_microseconds(1000 * " + amount + ")";
            default -> "to_microseconds(" + amount + ")";
        };
        return "(" + time + " + " + interval + ")";
    }
}
