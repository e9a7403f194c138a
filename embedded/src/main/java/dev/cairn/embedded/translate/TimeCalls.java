package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Type;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls about the time it is, and those with intervals and units. */
final class TimeCalls {
    private static final Set<String> SHIFTS =
            Set.of("date_add", "adddate", "date_sub", "subdate", "days_add", "days_sub");
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");
    private static final int DIGITS = 6;

    private final ExpressionTranslation expressions;

    TimeCalls(ExpressionTranslation expressions) {
        this.expressions = expressions;
    }

    /** Null for any other. */
    @Nullable
    Value of(Call call, String name) {
        List<Expression> arguments = call.arguments();
        if (SHIFTS.contains(name)
                && arguments.size() == 2
                && arguments.get(1) instanceof Expression.Interval interval) {
            boolean back = name.contains("sub");
            return IntervalTranslation.shifted(expressions, arguments.get(0), interval, back, expressions.type(call));
        }
        if (name.equals("timestampadd")) {
            Type type = expressions.type(call);
            Expression.Interval interval =
                    new Expression.Interval(arguments.get(1), unit(arguments.get(0)), call.span());
            return IntervalTranslation.shifted(expressions, arguments.get(2), interval, false, type);
        }
        if (name.equals("timestampdiff")) {
            return difference(call, unit(arguments.get(0)), arguments.get(2), arguments.get(1));
        }
        if (name.equals("date_diff") && arguments.get(0) instanceof Expression.Text unit) {
            return difference(call, unit.value(), arguments.get(1), arguments.get(2));
        }
        return arguments.size() < 2 ? ofNow(call, name) : null;
    }

    private static String unit(Expression expression) {
        return expression instanceof Expression.Unit unit ? unit.word() : "day";
    }

    private Value difference(Call call, String unit, Expression later, Expression earlier) {
        String function = unit.toLowerCase(Locale.ROOT) + "s_diff";
        return expressions.of(
                new Call(QualifiedName.of(function), false, false, false, List.of(later, earlier), call.span()));
    }

    private @Nullable Value ofNow(Call call, String name) {
        LocalDateTime now = expressions.setting().now();
        return switch (name) {
            case "now", "current_timestamp", "localtime", "localtimestamp", "utc_timestamp" ->
                new Value("TIMESTAMP '" + precise(now, call) + "'", TranslationTypes.DATETIME);
            case "curdate", "current_date" -> new Value("DATE '" + now.toLocalDate() + "'", TranslationTypes.DATE);
            case "curtime", "current_time", "utc_time" ->
                new Value(String.valueOf(now.toLocalTime().toSecondOfDay()), TranslationTypes.TIME);
            case "unix_timestamp" ->
                call.arguments().isEmpty()
                        ? new Value(
                                String.valueOf(now.toEpochSecond(java.time.ZoneOffset.UTC)), TranslationTypes.BIGINT)
                        : null;
            default -> null;
        };
    }

    /** Without a number of digits, seconds are whole. */
    private static String precise(LocalDateTime now, Call call) {
        if (call.arguments().isEmpty() || !(call.arguments().get(0) instanceof Expression.Number digits)) {
            return now.truncatedTo(ChronoUnit.SECONDS).format(DATE_TIME);
        }
        String text = now.format(EXACT);
        int kept = Math.min(DIGITS, Integer.parseInt(digits.text()));
        return kept == 0 ? now.format(DATE_TIME) : text.substring(0, text.length() - DIGITS + kept);
    }
}
