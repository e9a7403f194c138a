package dev.cairn.embedded.function;

/** The 32-bit variant of the hash function MurmurHash3. */
final class MurmurHash3 {
    private MurmurHash3() {}

    static int hash32(byte[] bytes, int seed) {
        int hash = seed;
        int blockCount = bytes.length / Integer.BYTES;
        for (int i = 0; i < blockCount; i++) {
            int offset = i * Integer.BYTES;
            int block = (bytes[offset] & 0xff)
                    | (bytes[offset + 1] & 0xff) << 8
                    | (bytes[offset + 2] & 0xff) << 16
                    | (bytes[offset + 3] & 0xff) << 24;
            hash = Integer.rotateLeft(hash ^ mixBlock(block), 13) * 5 + 0xe6546b64;
        }
        int tailBlock = 0;
        for (int i = bytes.length - 1; i >= blockCount * Integer.BYTES; i--) {
            tailBlock = tailBlock << 8 | (bytes[i] & 0xff);
        }
        hash ^= mixBlock(tailBlock);
        return finalizeHash(hash ^ bytes.length);
    }

    private static int mixBlock(int block) {
        return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
    }

    private static int finalizeHash(int hash) {
        int mixedHash = (hash ^ hash >>> 16) * 0x85ebca6b;
        mixedHash = (mixedHash ^ mixedHash >>> 13) * 0xc2b2ae35;
        return mixedHash ^ mixedHash >>> 16;
    }
}
