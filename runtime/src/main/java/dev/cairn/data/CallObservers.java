package dev.cairn.data;

import dev.cairn.data.CallObserver.Call;
import dev.cairn.data.CallObserver.Completion;
import dev.cairn.schema.Descriptor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The observers of a {@link Database}. Their exceptions are logged and do not affect calls. Without observers, the
 * beginning and the end of a call allocate nothing.
 */
final class CallObservers {
    static final CallObservers NONE = new CallObservers(List.of());
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final List<CallObserver> observers;

    private CallObservers(List<CallObserver> observers) {
        this.observers = observers;
    }

    CallObservers withObserver(CallObserver addedObserver) {
        List<CallObserver> allObservers = new ArrayList<>(observers);
        allObservers.add(addedObserver);
        return new CallObservers(List.copyOf(allObservers));
    }

    /** Notifies the observers that a call begins. */
    ObservedCall begin(Call.Kind kind, @Nullable String method, @Nullable Descriptor<?> target) {
        if (observers.isEmpty()) {
            return ObservedCall.UNOBSERVED;
        }
        Call call = new Call(kind, Optional.ofNullable(method), Optional.ofNullable(target));
        List<Completion> completions = new ArrayList<>(observers.size());
        for (CallObserver observer : observers) {
            try {
                completions.add(Objects.requireNonNull(observer.begin(call), "begin returned null"));
            } catch (RuntimeException failure) {
                logFailure(observer, failure);
            }
        }
        return new ObservedCall(completions);
    }

    /**
     * Makes a call and returns its outcome.
     *
     * @param rowCounter returns the number of rows of the outcome
     */
    <T> T observe(
            Call.Kind kind, Descriptor<?> target, Supplier<T> work, Function<? super T, OptionalLong> rowCounter) {
        ObservedCall call = begin(kind, null, target);
        T outcome;
        try {
            outcome = work.get();
        } catch (RuntimeException | Error failure) {
            call.failed(failure);
            throw failure;
        }
        call.succeeded(rowCounter.apply(outcome));
        return outcome;
    }

    private static void logFailure(Object observer, RuntimeException failure) {
        LOG.log(Level.WARNING, "A call observer failed: " + observer.getClass().getName(), failure);
    }

    /**
     * A call whose beginning was reported to the observers. Exactly one of the methods must be called, once, at the end
     * of the call.
     */
    static final class ObservedCall {
        private static final ObservedCall UNOBSERVED = new ObservedCall(List.of());

        private final List<Completion> completions;

        private ObservedCall(List<Completion> completions) {
            this.completions = completions;
        }

        void succeeded(long rowCount) {
            if (!completions.isEmpty()) {
                succeeded(OptionalLong.of(rowCount));
            }
        }

        void succeeded(OptionalLong rowCount) {
            notifyCompletions(completion -> completion.succeeded(rowCount));
        }

        void failed(Throwable failure) {
            notifyCompletions(completion -> completion.failed(failure));
        }

        /** Notifies the observers in reverse order, as nested scopes of a thread require. */
        private void notifyCompletions(Consumer<Completion> notification) {
            for (int i = completions.size() - 1; i >= 0; i--) {
                Completion completion = completions.get(i);
                try {
                    notification.accept(completion);
                } catch (RuntimeException failure) {
                    logFailure(completion, failure);
                }
            }
        }
    }
}
