"""The Jinja chat template of an exported model: the turns of training (`prompt.py`), for vLLM and transformers.

A system message has no turn of its own in Gemma: it opens the first user turn.
"""

chat_template = """\
{{- bos_token -}}
{%- set last = namespace(role='', turns=0) -%}
{%- for message in messages -%}
    {%- set role = 'model' if message['role'] == 'assistant' else 'user' -%}
    {%- if role != last.role -%}
        {{- '<end_of_turn>\\n' if last.role else '' -}}
        {{- '<start_of_turn>' + role + '\\n' -}}
        {%- set last.role = role -%}
        {%- set last.turns = last.turns + 1 -%}
    {%- else -%}
        {{- '\\n\\n' if last.turns == 1 and messages[0]['role'] == 'system' else '\\n' -}}
    {%- endif -%}
    {%- if message['content'] is string -%}
        {{- message['content'] | trim -}}
    {%- else -%}
        {%- for part in message['content'] -%}
            {{- part['text'] | trim -}}
        {%- endfor -%}
    {%- endif -%}
{%- endfor -%}
{{- '<end_of_turn>\\n' -}}
{%- if add_generation_prompt -%}
    {{- '<start_of_turn>model\\n' -}}
{%- endif -%}
"""
