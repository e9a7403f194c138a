/**
 * The privileges that statements require.
 *
 * <p>May use {@link dev.cairn.sql}, {@link dev.cairn.catalog}, {@link dev.cairn.analysis} and
 * {@link dev.cairn.engine.context}. Start at {@link dev.cairn.engine.privilege.RequiredPrivilegeCollector}.
 */
@NullMarked
package dev.cairn.engine.privilege;

import org.jspecify.annotations.NullMarked;
