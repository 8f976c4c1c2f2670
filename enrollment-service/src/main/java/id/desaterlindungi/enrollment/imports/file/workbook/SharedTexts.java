package id.desaterlindungi.enrollment.imports.file.workbook;

import id.desaterlindungi.enrollment.imports.file.Refusal;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The texts that the cells of a workbook share. Memory holds where each begins. If they are more than one block, they lie in a file. */
final class SharedTexts implements AutoCloseable {
    /** No text lies in two blocks. */
    private static final int BLOCK = 1 << 20;

    /** Bytes before each text that say how long it is. */
    private static final int LENGTH = 3;
    /** Two texts of its own for each of a million rows. */
    private static final int MOST = 2_000_000;

    private final byte[] block = new byte[BLOCK];
    /** Where in the block the next text begins. */
    private int end;

    private int filed;
    private int[] places = new int[1_024];
    private int count;
    private @Nullable FileChannel file;
    private final Arena arena = Arena.ofShared();
    private ByteBuffer all = ByteBuffer.wrap(block);

    private SharedTexts() {}

    /** @param part null for a workbook that shares none @param upload beside which a file may lie until this is closed */
    static SharedTexts read(@Nullable XmlPart part, Path upload) throws IOException {
        var texts = new SharedTexts();
        if (part == null) {
            return texts;
        }
        try (part) {
            for (var name = part.nextElement(); name != null; name = part.nextElement()) {
                if (name.equals("si")) {
                    texts.add(part.text(), upload);
                }
            }
            texts.map(upload);
            return texts;
        } catch (IOException | RuntimeException e) {
            texts.close();
            throw e;
        }
    }

    private void add(String text, Path upload) throws IOException {
        if (count == MOST) {
            throw Refusal.file("file-too-large-unpacked");
        }
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (end + LENGTH + bytes.length > BLOCK) {
            write(upload);
        }
        if (count == places.length) {
            places = Arrays.copyOf(places, count + count / 2);
        }
        places[count++] = filed + end;
        block[end++] = (byte) (bytes.length >> 16);
        block[end++] = (byte) (bytes.length >> 8);
        block[end++] = (byte) bytes.length;
        System.arraycopy(bytes, 0, block, end, bytes.length);
        end += bytes.length;
    }

    private void write(Path upload) throws IOException {
        var channel = file;
        if (channel == null) {
            channel = FileChannel.open(
                    upload.resolveSibling(upload.getFileName() + ".texts"),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
            file = channel;
        }
        for (var left = ByteBuffer.wrap(block, 0, end); left.hasRemaining(); ) {
            channel.write(left);
        }
        filed = Math.addExact(filed, end);
        end = 0;
    }

    private void map(Path upload) throws IOException {
        var channel = file;
        if (channel != null) {
            write(upload);
            all = channel.map(FileChannel.MapMode.READ_ONLY, 0, filed, arena).asByteBuffer();
        }
    }

    /** @throws Refusal if there is no text with this number */
    String of(int number) {
        if (number < 0 || number >= count) {
            throw Refusal.file("file-damaged");
        }
        var at = places[number];
        var length = (all.get(at) & 0xFF) << 16 | (all.get(at + 1) & 0xFF) << 8 | all.get(at + 2) & 0xFF;
        var bytes = new byte[length];
        all.get(at + LENGTH, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        arena.close();
        if (file != null) {
            file.close();
        }
    }
}
