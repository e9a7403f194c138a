/**
 * Observations of Micrometer, and thus timers and spans, for the calls of databases and the steps of migrations. Start
 * with {@code CairnObservationAutoConfiguration}.
 */
@NullMarked
package dev.cairn.spring.observation;

import org.jspecify.annotations.NullMarked;
