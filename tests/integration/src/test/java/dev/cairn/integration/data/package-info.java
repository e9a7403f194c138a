/** Rows that go to a server and come back, by their descriptors. */
package dev.cairn.integration.data;
