package dev.cairn.embedded.function;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** The hash function SM3 of the standard GB/T 32905, which the JDK does not have. */
final class Sm3 {
    private static final int BLOCK_LENGTH = 64;
    private static final int ROUND_COUNT = 64;

    /** The round from which other functions and another constant apply. */
    private static final int SECOND_PHASE_ROUND = 16;

    private static final int[] INITIAL_STATE = {
        0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e
    };

    private Sm3() {}

    /**
     * Returns the hash as the server prints it: its hexadecimal digits in groups of eight. For no bytes, the server
     * prints an empty string instead of their hash.
     */
    static String hashToHex(byte[] bytes) {
        if (bytes.length == 0) {
            return "";
        }
        return HexFormat.of().formatHex(hash(bytes)).replaceAll("(.{8})(?!$)", "$1 ");
    }

    private static byte[] hash(byte[] bytes) {
        int paddedLength = (bytes.length + 1 + Long.BYTES + BLOCK_LENGTH - 1) / BLOCK_LENGTH * BLOCK_LENGTH;
        byte[] paddedBytes = Arrays.copyOf(bytes, paddedLength);
        paddedBytes[bytes.length] = (byte) 0x80;
        ByteBuffer.wrap(paddedBytes).putLong(paddedLength - Long.BYTES, 8L * bytes.length);
        int[] state = INITIAL_STATE.clone();
        for (int offset = 0; offset < paddedLength; offset += BLOCK_LENGTH) {
            compress(state, ByteBuffer.wrap(paddedBytes, offset, BLOCK_LENGTH));
        }
        ByteBuffer hash = ByteBuffer.allocate(Integer.BYTES * state.length);
        for (int word : state) {
            hash.putInt(word);
        }
        return hash.array();
    }

    /** Applies the compression function. The short names follow the standard. */
    private static void compress(int[] state, ByteBuffer block) {
        int[] words = new int[ROUND_COUNT + 4];
        for (int i = 0; i < words.length; i++) {
            words[i] = i < BLOCK_LENGTH / Integer.BYTES
                    ? block.getInt()
                    : permuteWord(words[i - 16] ^ words[i - 9] ^ Integer.rotateLeft(words[i - 3], 15))
                            ^ Integer.rotateLeft(words[i - 13], 7)
                            ^ words[i - 6];
        }
        int[] registers = state.clone();
        for (int i = 0; i < ROUND_COUNT; i++) {
            boolean isFirstPhase = i < SECOND_PHASE_ROUND;
            int constant = Integer.rotateLeft(isFirstPhase ? 0x79cc4519 : 0x7a879d8a, i);
            int ss1 = Integer.rotateLeft(Integer.rotateLeft(registers[0], 12) + registers[4] + constant, 7);
            int ss2 = ss1 ^ Integer.rotateLeft(registers[0], 12);
            int ff = isFirstPhase
                    ? registers[0] ^ registers[1] ^ registers[2]
                    : (registers[0] & registers[1]) | (registers[0] & registers[2]) | (registers[1] & registers[2]);
            int gg = isFirstPhase
                    ? registers[4] ^ registers[5] ^ registers[6]
                    : (registers[4] & registers[5]) | (~registers[4] & registers[6]);
            int tt1 = ff + registers[3] + ss2 + (words[i] ^ words[i + 4]);
            int tt2 = gg + registers[7] + ss1 + words[i];
            registers[3] = registers[2];
            registers[2] = Integer.rotateLeft(registers[1], 9);
            registers[1] = registers[0];
            registers[0] = tt1;
            registers[7] = registers[6];
            registers[6] = Integer.rotateLeft(registers[5], 19);
            registers[5] = registers[4];
            registers[4] = tt2 ^ Integer.rotateLeft(tt2, 9) ^ Integer.rotateLeft(tt2, 17);
        }
        for (int i = 0; i < state.length; i++) {
            state[i] ^= registers[i];
        }
    }

    private static int permuteWord(int word) {
        return word ^ Integer.rotateLeft(word, 15) ^ Integer.rotateLeft(word, 23);
    }
}
