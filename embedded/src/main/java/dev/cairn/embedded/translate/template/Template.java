package dev.cairn.embedded.translate.template;

import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * How DuckDB calculates a function.
 *
 * @param repeated whether the last argument may be repeated
 */
public record Template(List<TemplateParameter> parameters, boolean repeated, String sql) {
    public Template {
        parameters = List.copyOf(parameters);
    }

    boolean accepts(List<Value> arguments) {
        boolean fits = repeated ? arguments.size() >= parameters.size() - 1 : arguments.size() == parameters.size();
        for (int i = 0; fits && i < arguments.size(); i++) {
            fits = parameter(i).accepts(arguments.get(i).type());
        }
        return fits;
    }

    private TemplateParameter parameter(int place) {
        return parameters.get(Math.min(place, parameters.size() - 1));
    }

    /** The call with its arguments; the result is brought to its type. */
    public Value of(List<Value> arguments, Type result, Surroundings around) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            texts.add(parameter(i).of(arguments.get(i), result, arguments).sql());
        }
        String filled = new TemplateFilling(texts, result, around).of(sql);
        if (result.equals(TranslationTypes.DATETIME)) {
            filled = "sr_calendar(" + filled + ")";
        }
        return new Value("CAST((" + filled + ") AS " + DuckDbType.of(result) + ")", result);
    }

    /**
     * What stands around the arguments of aggregate and window functions.
     *
     * @param over FILTER and OVER behind the call
     */
    public record Surroundings(String distinct, String orderBy, String ignoreNulls, String over) {
        public static final Surroundings NONE = new Surroundings("", "", "", "");

        public Surroundings ofDistinct() {
            return new Surroundings("DISTINCT ", orderBy, ignoreNulls, over);
        }
    }
}
