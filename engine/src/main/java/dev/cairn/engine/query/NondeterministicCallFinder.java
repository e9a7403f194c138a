package dev.cairn.engine.query;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.write.QueryWriter;
import dev.cairn.sql.write.SqlTextBuilder;
import java.util.Optional;

/** Finds the first nondeterministic call that is not an argument of another call, by writing the query. */
final class NondeterministicCallFinder extends QueryWriter {
    private Optional<Expression.Call> firstCall = Optional.empty();

    private NondeterministicCallFinder() {
        super(new SqlTextBuilder(StatementForm.WRITTEN));
    }

    static Optional<Expression.Call> findFirst(Query query) {
        NondeterministicCallFinder finder = new NondeterministicCallFinder();
        finder.write(query);
        return finder.firstCall;
    }

    @Override
    public SqlTextBuilder visitCall(Expression.Call call) {
        if (firstCall.isEmpty() && BuiltinFunctions.resolveEntry(call).hasTrait(FunctionTrait.NONDETERMINISTIC)) {
            firstCall = Optional.of(call);
        }
        return writeFunctionName(call);
    }

    @Override
    public SqlTextBuilder visitAggregateCall(Expression.AggregateCall aggregateCall) {
        return writeFunctionName(aggregateCall.call());
    }

    /**
     * Writes only the name of a function, so its arguments are not visited. The name must be written: after a sign, the
     * writer inspects the following text.
     */
    private SqlTextBuilder writeFunctionName(Expression.Call call) {
        return out.append(call.function().lastPart().text());
    }
}
