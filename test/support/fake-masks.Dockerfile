# The stand-in for create-masks as an image; its base is made by servers/docker.sh.
FROM darkroom-test-base
COPY fake-masks.py /opt/trainer/lora_trainer/__main__.py
ENV PYTHONPATH=/opt/trainer
ENTRYPOINT ["python3", "-m", "lora_trainer"]
