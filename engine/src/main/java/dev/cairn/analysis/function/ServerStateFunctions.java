package dev.cairn.analysis.function;

import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;

/** The functions of the session and of the state of the server. */
final class ServerStateFunctions implements FunctionFamily {
    @Override
    public FunctionEntry.Kind kind() {
        return FunctionEntry.Kind.SCALAR;
    }

    @Override
    public String functions() {
        return """
            esquery (varchar, varchar) boolean
            sleep (int) boolean; is NONDETERMINISTIC
            version, current_version () varchar; is NEVER_NULL
            last_query_id, host_name () varchar
            uuid () varchar; is NONDETERMINISTIC NEVER_NULL
            uuid_numeric () largeint; is NEVER_NULL
            get_query_profile (varchar) varchar
            is_role_in_session (varchar) boolean
            ai_query (varchar, json) varchar
            user, current_user () varchar; is SESSION UNCHECKED NEVER_NULL
            current_role, current_group, current_warehouse, catalog, database, schema () varchar; is SESSION UNCHECKED
            session_id, session_user () varchar; is SESSION UNCHECKED WITHOUT_OVER
            connection_id () bigint; is SESSION UNCHECKED WITHOUT_OVER NEVER_NULL
            password! () varchar; is UNCHECKED
            dict_mapping; is UNKNOWN_RESULT WITHOUT_OVER
            dictionary_get; is UNKNOWN_RESULT
            """;
    }

    @Override
    public void define(FunctionEntry function) {
        if (function.name().equals("is_role_in_session")) {
            function.argumentsChecked(ServerStateFunctions::checkRole);
        }
    }

    private static void checkRole(Invocation call) {
        if (call.count() != 1) {
            throw Refusal.analysis(Span.NONE, FunctionRule.IS_ROLE_IN_SESSION_PARAMETER_COUNT);
        }
        if (!(call.argument(0) instanceof Expression.Text)) {
            throw Refusal.analysis(Span.NONE, FunctionRule.IS_ROLE_IN_SESSION_NOT_CONSTANT);
        }
    }
}
