/**
 * Values in properties, defaults and partition bounds: dates, JSON, time zones, cron expressions.
 *
 * <p>Uses no other package of the engine. Start at {@link dev.cairn.engine.value.LiteralValueParser}.
 */
@NullMarked
package dev.cairn.engine.value;

import org.jspecify.annotations.NullMarked;
