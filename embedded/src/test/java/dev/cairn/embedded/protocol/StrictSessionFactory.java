package dev.cairn.embedded.protocol;

import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A factory of sessions that throw an {@link AssertionError} after a failure of the server itself, where a server would
 * answer with an error and continue. Statements that wait, and those with a regular expression, are not run.
 */
final class StrictSessionFactory implements SessionFactory {
    private final SessionFactory sessionFactory;

    StrictSessionFactory(SessionFactory sessionFactory) {
        this.sessionFactory = sessionFactory;
    }

    @Override
    public String version() {
        return sessionFactory.version();
    }

    @Override
    public StatementHandler open(ClientConnection connection, Login login) throws LoginRefusedException {
        return new StrictHandler(sessionFactory.open(connection, login));
    }

    private record StrictHandler(StatementHandler handler) implements StatementHandler {
        private static final Pattern SKIPPED_STATEMENT_PATTERN =
                Pattern.compile("delay=|late=|sleep|matching=", Pattern.CASE_INSENSITIVE);

        @Override
        public Answer answer(ClientStatement statement) {
            if (SKIPPED_STATEMENT_PATTERN.matcher(statement.text()).find()) {
                return Answer.OK;
            }
            return answerOrFail(statement.text(), () -> handler.answer(statement));
        }

        @Override
        public Answer prepare(String statement) {
            return answerOrFail(statement, () -> handler.prepare(statement));
        }

        @Override
        public void cancel() {
            handler.cancel();
        }

        @Override
        public Answer useDatabase(String database) {
            return answerOrFail("USE " + database, () -> handler.useDatabase(database));
        }

        @Override
        public Answer listFields(String table) {
            return answerOrFail("the columns of " + table, () -> handler.listFields(table));
        }

        private static Answer answerOrFail(String request, Supplier<Answer> answer) {
            try {
                return answer.get();
            } catch (RuntimeException | StackOverflowError failure) {
                throw new AssertionError("Can't answer " + request, failure);
            }
        }

        @Override
        public void changeUser(Login login) throws LoginRefusedException {
            handler.changeUser(login);
        }

        @Override
        public void reset() {
            handler.reset();
        }

        @Override
        public void close() {
            handler.close();
        }
    }
}
