package charrnn.tools.serve;

import charrnn.tools.serve.decode.DecodingLoop;
import charrnn.tools.serve.decode.ScheduledText.Part;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sends the texts of a request as server-sent events, each with the next characters of one text. While the client reads too
 * slowly, characters stay in the buffers or the texts are parked; the next events then have more characters.
 */
final class StreamedAnswer extends CompletionAnswer {
    /** Largest number of characters in an event. */
    private static final int MOST_CHARACTERS = 256;

    private final int[] sent; // number of characters of each text
    private int unfinished; // number of texts whose end has not been sent
    private boolean headSent;

    StreamedAnswer(Channel channel, CompletionRequest request, DecodingLoop loop, Counter disconnections) {
        super(channel, request, loop, disconnections);
        unfinished = request.texts();
        sent = new int[unfinished];
    }

    @Override
    public void onCharacter() {
        schedule();
    }

    @Override
    public boolean isBehind() {
        return !channel.isWritable();
    }

    @Override
    void sendAvailable() {
        for (int index = 0; index < sent.length; index++) {
            for (Part part = take(index); !part.isEmpty(); part = take(index)) {
                send(index, part);
            }
        }
        if (unfinished == 0) {
            end();
        }
        channel.flush();
    }

    private Part take(int index) {
        return texts().get(index).take(channel.isWritable() ? MOST_CHARACTERS : 0);
    }

    private void send(int index, Part part) {
        sendHead();
        ObjectNode event = json.completion();
        json.addChoice(event, index, sent[index], part);
        sent[index] += part.tokens().size();
        unfinished -= part.outcome().isPresent() ? 1 : 0;
        send(event.toString());
    }

    private void sendHead() {
        if (!headSent) {
            headSent = true;
            channel.write(Answers.events());
        }
    }

    private void send(String data) {
        byte[] event = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        channel.write(new DefaultHttpContent(Unpooled.wrappedBuffer(event)));
    }

    private void end() {
        if (request.usage()) {
            ObjectNode usage = json.completion();
            json.addUsage(usage, Arrays.stream(sent).sum());
            send(usage.toString());
        }
        send("[DONE]");
        complete();
        channel.write(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    /** Sends an error event without {@code [DONE]} if the stream has begun, else an error status. */
    @Override
    void fail(ApiException reason) {
        if (headSent) {
            send(reason.json().toString());
            channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        } else {
            channel.writeAndFlush(Answers.refusal(reason));
        }
    }
}
