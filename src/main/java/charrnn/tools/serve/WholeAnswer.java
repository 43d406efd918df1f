package charrnn.tools.serve;

import charrnn.tools.serve.TextBuffer.Part;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.netty.channel.Channel;

/** Sends all texts of a request in one JSON document. */
final class WholeAnswer extends CompletionAnswer {
    WholeAnswer(Channel channel, CompletionRequest request, CompletionJson json, Counter disconnections) {
        super(channel, request, json, disconnections);
    }

    @Override
    TextBuffer newBuffer() {
        return new TextBuffer(() -> {}, this::schedule, () -> false);
    }

    @Override
    void sendAvailable() {
        if (!buffers().stream().allMatch(TextBuffer::isComplete)) {
            return;
        }
        ObjectNode completion = json().completion();
        int chars = 0;
        for (int index = 0; index < buffers().size(); index++) {
            Part text = buffers().get(index).take(Integer.MAX_VALUE);
            json().addChoice(completion, index, 0, text.tokens(), text.outcome());
            chars += text.tokens().size();
        }
        CompletionJson.addUsage(completion, request(), chars);
        complete();
        channel().writeAndFlush(Answers.json(completion));
    }

    @Override
    void fail(ApiException reason) {
        channel().writeAndFlush(Answers.refusal(reason));
    }
}
