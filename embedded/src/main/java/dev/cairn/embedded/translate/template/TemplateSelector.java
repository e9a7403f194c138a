package dev.cairn.embedded.translate.template;

import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.embedded.function.PosixRegex;
import dev.cairn.embedded.session.SqlMode;
import dev.cairn.embedded.translate.query.FrontendConstants;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the templates of a function whose result also depends on the session, or on whether its arguments are
 * constants.
 */
public record TemplateSelector(
        TranslationContext context, FrontendConstants frontendConstants, String functionName, Call call) {
    /** The session variable that lets backends convert letters beyond ASCII. */
    private static final String UNICODE_VARIABLE = "lower_upper_support_utf8";

    public String templateName() {
        return switch (functionName) {
            case "array_contains_all" -> arrayContainsAllTemplateName();
            case "array_join" -> isWrittenAsConstant(1) ? functionName : functionName + " variable";
            case "concat_ws" -> concatWsTemplateName();
            // Frontends calculate constants, and round the seconds down.
            case "timediff" -> isCalculatedByFrontend() ? functionName + " constant" : functionName;
            // Frontends calculate constants, in the type of the elements.
            case "array_sum", "array_avg" -> isCalculatedArray() ? functionName + " constant" : functionName;
            // Backends read only constant formats.
            case "to_binary", "from_binary" ->
                call.arguments().size() > 1 && !isConstant(1) ? functionName + " variable" : functionName;
            case "trim", "ltrim", "rtrim" -> trimTemplateName();
            case "rand", "random" ->
                call.arguments().isEmpty() || isConstant(0) ? functionName : functionName + " variable";
            case "json_length" ->
                call.arguments().size() > 1 && !isConstant(1) ? functionName + " variable" : functionName;
            case "like", "parse_url", "replace" -> isConstant(1) ? functionName : functionName + " variable";
            // Backends that split by a constant return no element for an empty text of a row.
            case "split" -> isConstant(0) && isConstant(1) ? functionName + " constant" : functionName;
            case "split_part" -> isConstant(2) ? functionName : functionName + " variable";
            // DuckDB requires that the group is written as a constant.
            case "regexp_extract" -> isWrittenAsConstant(2) ? functionName : functionName + " variable";
            case "current_timezone" -> functionName + " zoned";
            // Frontends calculate constants, without the limits of backends.
            case "from_unixtime" ->
                withZoneSuffix(
                        call.arguments().size() == 1 || isCalculatedByFrontend()
                                ? functionName
                                : functionName + " variable");
            case "from_unixtime_ms", "hour_from_unixtime" -> withZoneSuffix(functionName);
            // Frontends calculate constants, and move a time that the clock skips by the length of the gap.
            case "convert_tz" -> convertTzTemplateName();
            case "unix_timestamp" ->
                dependsOnSessionZone() && !usesZoneOfFrontend()
                        ? functionName + " variable zoned"
                        : withZoneSuffix(functionName);
            // If the session has the mode, frontends and backends refuse a text that is not a date.
            case "str_to_date", "str2date" ->
                functionName
                        + (isConstant(1) ? " constant" : "")
                        + (context.hasSqlMode(SqlMode.ALLOW_THROW_EXCEPTION) ? " checked" : "");
            // Frontends calculate constants, and stay within BIGINT.
            case "floor" -> isCalculatedByFrontend() ? functionName + " constant" : functionName;
            case "to_datetime" -> {
                String unzonedName = isCalculatedByFrontend() ? functionName + " constant" : functionName;
                yield dependsOnSessionZone() ? unzonedName + " zoned" : unzonedName;
            }
            // Frontends calculate constants, and convert more letters.
            case "lower", "lcase", "upper", "ucase" ->
                (isCalculatedByFrontend() && !functionName.endsWith("case"))
                                || context.sessionVariable(UNICODE_VARIABLE).equals("1")
                        ? functionName + " unicode"
                        : functionName;
            // Frontends calculate constants, without the limit of backends.
            case "date_format" -> functionName + (isCalculatedByFrontend() ? " constant" : " variable");
            // Frontends calculate constants, in their time zone, with a precision of milliseconds.
            case "jodatime_format" -> isCalculatedByFrontend() ? functionName + " zoned" : functionName;
            // Frontends calculate constants with other results than backends: of quarters, they add the years first.
            case "quarters_add", "quarters_sub", "url_extract_parameter" ->
                isCalculatedByFrontend() ? functionName + " constant" : functionName;
            // Frontends calculate constants, and find nothing if the end is beyond INT.
            case "substr", "substring" -> isCalculatedByFrontend() ? functionName + " constant" : functionName;
            default -> {
                PosixRegex regex = findReplacedRegex();
                if (regex != null && !isReplacedByFrontend(regex) && (regex.isLiteral() || regex.isSubstring())) {
                    yield functionName + (regex.isLiteral() ? " literal" : " verbatim");
                }
                if (isReplacementOfRegex() && regex == null) {
                    yield isCalculatedByFrontend() ? functionName : functionName + " variable";
                }
                yield regex == null || regex.replacesAllMatches() ? functionName : functionName + " once";
            }
        };
    }

    /**
     * Returns the name of the templates of concat_ws, which depend on the constant arguments: backends return a single
     * text unchanged.
     */
    private String concatWsTemplateName() {
        if (!isWrittenAsConstant(0)) {
            return functionName + " variable";
        }
        return isConstant(1) || call.arguments().size() > 2 ? functionName : functionName + " single";
    }

    /**
     * Returns the name of the templates of trim: backends require constant characters and refuse NULL, whereas
     * frontends calculate constants.
     */
    private String trimTemplateName() {
        if (call.arguments().size() == 1 || (isConstant(0) && isConstant(1))) {
            return functionName;
        }
        return functionName + (isConstant(1) ? " row" : " variable");
    }

    /** Returns whether an argument that is NULL is an error. */
    public boolean refusesNull() {
        return functionName.endsWith("trim") && trimTemplateName().endsWith(" row");
    }

    /** Returns the name of the templates of array_contains_all, which depend on the arrays that are constants. */
    private String arrayContainsAllTemplateName() {
        if (isConstant(0)) {
            return functionName;
        }
        return isConstant(1) ? functionName + " constant" : functionName + " variable";
    }

    /** Adapts the arguments in the list to the templates: replaces a pattern, and adds the time zone. */
    public void adjustArguments(List<DuckDbExpression> arguments) {
        PosixRegex regex = findReplacedRegex();
        if (regex != null && !isReplacedByFrontend(regex)) {
            arguments.set(1, new DuckDbExpression(DuckDbQuoting.quoteText(regex.toGreedy()), TypeConstants.VARCHAR));
        }
        if (templateName().endsWith(" zoned")) {
            ZoneId zone = usesZoneOfFrontend() ? context.frontendTimeZone() : context.backendTimeZone();
            arguments.add(new DuckDbExpression(DuckDbQuoting.quoteText(zone.getId()), TypeConstants.VARCHAR));
        }
    }

    /**
     * Returns the name of the templates of convert_tz: backends follow the rules of zones that are constants, but
     * convert between many zones that are values of rows by a fixed difference.
     */
    private String convertTzTemplateName() {
        if (isCalculatedByFrontend()) {
            return functionName;
        }
        return functionName + (isConstant(1) && isConstant(2) ? " variable" : " variable zones");
    }

    private boolean isCalculatedArray() {
        return frontendConstants.isCalculatedArray(call.arguments().get(0));
    }

    /** Returns whether an argument is written as a constant in DuckDB's SQL. */
    private boolean isWrittenAsConstant(int argumentIndex) {
        return ConstantExpressions.isConstant(
                frontendConstants.replaceByConstant(call.arguments().get(argumentIndex)));
    }

    private boolean isConstant(int argumentIndex) {
        return frontendConstants.isConstant(call.arguments().get(argumentIndex));
    }

    /** Returns whether a frontend knows all arguments, so that it calculates the call if it has the function. */
    private boolean isCalculatedByFrontend() {
        return call.arguments().stream().allMatch(frontendConstants::isCalculated);
    }

    /** Returns whether a frontend calculates a call that depends on the time zone of the session. */
    private boolean usesZoneOfFrontend() {
        boolean isBackendFunction = functionName.equals("hour_from_unixtime")
                || (functionName.equals("unix_timestamp") && call.arguments().size() > 1);
        return isCalculatedByFrontend() && !isBackendFunction;
    }

    private String withZoneSuffix(String templateName) {
        return dependsOnSessionZone() ? templateName + " zoned" : templateName;
    }

    /**
     * Returns whether the session's time zone affects the call: the zone is not UTC, and the call does not name a zone
     * itself.
     */
    private boolean dependsOnSessionZone() {
        ZoneId zone = context.frontendTimeZone();
        return call.arguments().size() < 3 && !zone.getRules().equals(ZoneOffset.UTC.getRules());
    }

    /** Returns whether a frontend replaces the matches of a pattern. It leaves invalid replacements to backends. */
    private boolean isReplacedByFrontend(PosixRegex regex) {
        return isCalculatedByFrontend()
                && (!(frontendConstants.resolve(call.arguments().get(2))
                                instanceof Expression.StringLiteral replacement)
                        || regex.accepts(replacement.value()));
    }

    /**
     * Returns the pattern whose matches a call replaces; null if this is another call, or if the pattern is not a
     * literal.
     */
    private @Nullable PosixRegex findReplacedRegex() {
        return isReplacementOfRegex()
                        && frontendConstants.resolve(call.arguments().get(1)) instanceof Expression.StringLiteral text
                ? new PosixRegex(text.value())
                : null;
    }

    private boolean isReplacementOfRegex() {
        return functionName.equals("regexp_replace") || functionName.equals("replace_old");
    }
}
